import { parseJobValue } from "@lockstep/job";
import type { ObjectiveChoice } from "../objective-of.js";

/** Loss and metrics as a job file may have them, by name or with options. */
export interface WrittenChoice {
  readonly loss: unknown;
  readonly metrics?: readonly unknown[];
  readonly weightedMetrics?: readonly unknown[];
}

/** The choice with all defaults filled in, as a job file gives it. */
export function parsedChoice(written: WrittenChoice): ObjectiveChoice {
  return parseJobValue({
    name: "objective",
    data: { train: { random: { sequences: 1, timeSteps: 1, features: 1, labels: "binary" } } },
    model: { layers: [{ type: "Dense", units: 1 }] },
    ...written,
  });
}
