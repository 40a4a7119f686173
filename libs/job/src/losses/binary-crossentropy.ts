import * as z from "zod";
import { mapping } from "../structures.js";
import { fromLogitsField, labelSmoothingField, refusedOfVectorLosses } from "./loss-fields.js";

export const binaryCrossentropySchema = mapping(
  {
    type: z.literal("binary_crossentropy").describe("Cross-entropy of two classes, targets 0 to 1."),
    fromLogits: fromLogitsField(),
    labelSmoothing: labelSmoothingField("0.5"),
  },
  refusedOfVectorLosses,
).describe("Mean over the last axis, then over the batch. Behind a sigmoid it is computed from the logits.");

/** Binary cross-entropy with all defaults filled in. */
export type BinaryCrossentropySpec = z.output<typeof binaryCrossentropySchema>;
