import type { Measures } from "@lockstep/telemetry";
import { formatMeasure } from "./measures.js";
import { plainLine } from "./plain-text.js";
import type { RunRecord } from "./run-record.js";

/** The results of a run, a line each, for stdout. */
export function formatResults({ test, model, best, log, end }: RunRecord): string {
  const lines = [
    test && `test: ${formatTest(test)}`,
    end?.finalDigest && `digest: ${end.finalDigest}`,
    model && `model: ${model}`,
    best && `best: ${best}`,
    log && `log: ${log}`,
  ];
  return lines.flatMap((line) => (line ? [`${plainLine(line)}\n`] : [])).join("");
}

/** `loss 0.6803 accuracy 0.5700`: the loss first, then each metric. */
export function formatTest({ loss, ...metrics }: Measures): string {
  const parts = Object.entries({ ...(loss === undefined ? {} : { loss }), ...metrics });
  return parts.map(([name, value]) => `${name} ${formatMeasure(value)}`).join(" ");
}

/** What people should know of how a run ended, a line each, for stderr. */
export function formatEnding({
  end,
  precautions: { speculated },
}: Pick<RunRecord, "end" | "precautions">): readonly string[] {
  if (!end) return [];
  const { outcome, reason, steps, droppedResults } = end;
  const lines: string[] = [];
  const why = reason === undefined ? "" : `: ${reason}`;
  if (outcome === "failed") lines.push(`the run failed after ${steps} steps${why}`);
  if (outcome === "stopped") lines.push(`the run was stopped after ${steps} steps${why}`);
  const dropped = Object.entries(droppedResults).filter(([, count]) => count > 0);
  const total = dropped.reduce((sum, [, count]) => sum + count, 0);
  // What was computed twice on purpose is dropped once: nobody needs to hear of that.
  if (total > speculated) {
    const kinds = dropped.map(([kind, count]) => `${count} ${kind}`).join(", ");
    lines.push(`results dropped: ${kinds} (they changed nothing)`);
  }
  return lines.map(plainLine);
}
