import * as z from "zod";
import { flag } from "../fields.js";
import { mapping } from "../structures.js";

export const binaryCrossentropySchema = mapping({
  type: z.literal("binary_crossentropy").describe("Cross-entropy of two classes, targets 0 to 1."),
  fromLogits: flag()
    .default(false)
    .describe("The model's outputs are logits, not probabilities. Default: false."),
}).describe("Mean over the last axis, then over the batch. Behind a sigmoid it is computed from the logits.");

/** Binary cross-entropy with all defaults filled in. */
export type BinaryCrossentropySpec = z.output<typeof binaryCrossentropySchema>;
