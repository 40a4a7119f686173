import type { RunSnapshot } from "@lockstep/telemetry/events";
import { bestMeasure, isGrowing } from "../run/best-measure.js";
import { remainingMs } from "../run/run-rate.js";

export const sortKeys = ["name", "kind", "state", "progress", "eta", "best", "submitted"] as const;
export type SortKey = (typeof sortKeys)[number];

/** How a list is sorted: written with a minus before it where the greatest comes first. */
export interface Sorting {
  readonly key: SortKey;
  readonly descending: boolean;
}

/** The newest first. */
export const newestFirst: Sorting = { key: "submitted", descending: true };

/** Those of the history that the snapshot does not have, and those that it has. */
export function allRuns(
  live: readonly RunSnapshot[],
  stored: readonly RunSnapshot[],
): readonly RunSnapshot[] {
  const known = new Set(live.map(({ runId }) => runId));
  return [...live, ...stored.filter(({ runId }) => !known.has(runId))];
}

/** Runs with all of the words in their name or id, in one of those states (none: in any). */
export function filtered(
  runs: readonly RunSnapshot[],
  search: string,
  states: readonly string[],
): readonly RunSnapshot[] {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  return runs.filter((run) => {
    if (states.length > 0 && !states.includes(run.state)) return false;
    const text = `${run.name} ${run.runId} ${run.kind}`.toLowerCase();
    return words.every((word) => text.includes(word));
  });
}

const stateOrder: readonly RunSnapshot["state"][] = [
  "running",
  "waiting",
  "paused",
  "queued",
  "failed",
  "stopped",
  "completed",
];

/** Sorted; what has no value for it comes last either way, equal ones the newest first. */
export function sorted(
  runs: readonly RunSnapshot[],
  { key, descending }: Sorting,
  rates: Readonly<Record<string, number>>,
): readonly RunSnapshot[] {
  const sign = descending ? -1 : 1;
  const keyed = runs.map((run) => ({ run, value: valueOf(run, key, rates) }));
  keyed.sort((a, b) => compare(a.value, b.value, sign) || b.run.submittedMs - a.run.submittedMs);
  return keyed.map(({ run }) => run);
}

function valueOf(
  run: RunSnapshot,
  key: SortKey,
  rates: Readonly<Record<string, number>>,
): string | number | undefined {
  switch (key) {
    case "name":
      return run.name;
    case "kind":
      return run.kind;
    case "state":
      return stateOrder.indexOf(run.state);
    case "progress":
      return run.totalSteps > 0 ? run.step / run.totalSteps : undefined;
    case "eta":
      return remainingMs(run, rates[run.runId]);
    case "best":
      return goodness(run);
    case "submitted":
      return run.submittedMs;
  }
}

/** More is better, whatever the measure. */
function goodness(run: RunSnapshot): number | undefined {
  const best = bestMeasure(run);
  return best && (isGrowing(best.name) ? best.value : -best.value);
}

function compare(a: string | number | undefined, b: string | number | undefined, sign: number): number {
  if (a === undefined || b === undefined) return Number(a === undefined) - Number(b === undefined);
  if (typeof a === "string" && typeof b === "string")
    return sign * a.localeCompare(b, "en", { numeric: true });
  return sign * (Number(a) - Number(b));
}
