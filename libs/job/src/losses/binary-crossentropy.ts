import type * as z from "zod";
import { variant } from "../structures.js";
import { fromLogitsField, labelSmoothingField, refusedOfVectorLosses } from "./loss-fields.js";

export const binaryCrossentropySchema = variant(
  {
    type: "binary_crossentropy",
    about: "Cross-entropy of two classes, targets 0 to 1.",
    description:
      "Mean over the last axis, then over the batch. Behind a sigmoid it is computed from the logits.",
    refused: refusedOfVectorLosses,
  },
  () => ({
    fromLogits: fromLogitsField(),
    labelSmoothing: labelSmoothingField("0.5"),
  }),
);

/** Binary cross-entropy with all defaults filled in. */
export type BinaryCrossentropySpec = z.output<typeof binaryCrossentropySchema>;
