import { flag, numberWithin } from "../fields.js";
import type { Refused } from "../structures.js";

export const fromLogitsField = () =>
  flag().default(false).describe("The model's outputs are logits, not probabilities. Default: false.");

export const labelSmoothingField = (towards: string) =>
  numberWithin(0, 1).default(0).describe(`Moves targets towards ${towards} by this share. Default: 0.`);

/** Options of every Keras loss that are refused. */
export const refusedOfLosses: Refused = {
  reduction: "losses are means over the valid entries (sum_over_batch_size)",
  name: "the loss is named loss",
  dtype: "sums are float64",
};

/** With the axis of those that work on vectors. */
export const refusedOfVectorLosses: Refused = { ...refusedOfLosses, axis: "classes are the last axis" };
