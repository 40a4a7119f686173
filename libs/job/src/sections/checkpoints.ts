import type * as z from "zod";
import { modeField, monitorField } from "../callbacks/callback-fields.js";
import { nonNegativeFloat32, numberWithin, wholeNumber } from "../fields.js";
import { mapping } from "../structures.js";

const bestSchema = mapping({
  monitor: monitorField(),
  mode: modeField(),
  minDelta: nonNegativeFloat32().default(0).describe("Least change that counts as better. Default: 0."),
});

export const checkpointsSchema = mapping({
  everySteps: wholeNumber(1, 1e9)
    .exactOptional()
    .describe("Steps between checkpoints, beside those by time. Default: none by steps."),
  everySeconds: numberWithin(0, 86_400)
    .default(30)
    .describe(
      "Seconds between checkpoints: one is written after the first step that ends later; 0: none by time. Default: 30.",
    ),
  keepLast: wholeNumber(1, 1000)
    .default(3)
    .describe("Newest checkpoints that are kept beside milestones and the best. Default: 3."),
  milestoneSteps: wholeNumber(1, 1e9)
    .exactOptional()
    .describe(
      "Steps between checkpoints that are kept for good, such as for `lockstep verify`. Default: only the first, from before training.",
    ),
  best: bestSchema
    .exactOptional()
    .describe("The checkpoint of the best epoch so far is kept, by a measure. Default: it is not."),
}).describe("What a run keeps to go on from.");

/** When checkpoints are written and which are kept, with all defaults filled in. */
export type CheckpointsSpec = z.output<typeof checkpointsSchema>;
