import type { RunSummary } from "@lockstep/client";
import { plainLine } from "./plain-text.js";

const heading = ["RUN", "KIND", "STATE", "STEP", "SUBMITTED", ""] as const;

/** Runs, a line each, below a heading. */
export function formatRuns(runs: readonly RunSummary[]): readonly string[] {
  if (runs.length === 0) return ["no runs"];
  const rows = [heading, ...runs.map(rowOf)];
  const widths = heading.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join("  ")
      .trimEnd(),
  );
}

function rowOf({ runId, kind, state, step, totalSteps, submittedMs, waitingFor }: RunSummary): string[] {
  // Evaluations and predictions take no steps.
  const steps = totalSteps === 0 ? "" : `${step}/${totalSteps}`;
  return [runId, kind, state, steps, formatTime(submittedMs), waitingFor ?? ""].map(plainLine);
}

/** `2026-11-25 13:10:11Z` */
function formatTime(ms: number): string {
  const date = new Date(ms);
  // Whoever wrote it may have had a clock that is beyond all dates.
  if (Number.isNaN(date.getTime())) return "?";
  return `${date.toISOString().slice(0, 19).replace("T", " ")}Z`;
}
