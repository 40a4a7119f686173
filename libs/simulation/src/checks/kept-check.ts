import type { RunEventBody } from "@lockstep/telemetry";
import type { Scenario } from "../scenario/scenario.js";
import type { UndisturbedRun } from "./undisturbed-run.js";
import { Violation } from "./violation.js";

/**
 * What a completed run leaves of its checkpoints, where the disk neither lied nor rotted.
 * @param names of the files that are there
 * @throws Violation where one is missing that the policy keeps
 */
export function checkKept(
  { checkpoints, faults }: Scenario,
  undisturbed: UndisturbedRun,
  names: readonly string[],
): void {
  if (faults.some(({ type }) => type === "disk-lying" || type === "checkpoint-rots")) return;
  const { milestoneSteps = Infinity, best } = checkpoints;
  const expected = undisturbed.digests.flatMap((_, step) =>
    step === 0 || step % milestoneSteps === 0 ? [`milestone-${step}.`] : [],
  );
  if (best) expected.push(`best-${stepOfHighest(best.monitor, undisturbed)}.`);
  const missing = expected.find((beginning) => !names.some((name) => name.startsWith(beginning)));
  if (missing === undefined) return;
  throw new Violation(
    "kept",
    `expected a checkpoint ${missing}safetensors at the end, got ${names.join(", ")}`,
  );
}

/** Steps taken at the end of the first epoch in which a measure was at its highest. */
function stepOfHighest(measure: string, { told }: UndisturbedRun): number {
  let highest = -Infinity;
  let [step, found] = [0, 0];
  for (const text of told) {
    const event = JSON.parse(text) as RunEventBody;
    if (event.type === "step") step = event.step;
    if (event.type !== "epoch") continue;
    const value = event.measures[measure] ?? NaN;
    if (value > highest) [highest, found] = [value, step];
  }
  return found;
}
