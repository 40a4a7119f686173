import * as z from "zod";
import { mapping } from "../structures.js";
import { fromLogitsField, labelSmoothingField, refusedOfVectorLosses } from "./loss-fields.js";

export const categoricalCrossentropySchema = mapping(
  {
    type: z
      .literal("categorical_crossentropy")
      .describe("Cross-entropy of several classes, targets one-hot or shares."),
    fromLogits: fromLogitsField(),
    labelSmoothing: labelSmoothingField("1 / classes"),
  },
  refusedOfVectorLosses,
).describe("Mean over the batch. Behind a softmax it is computed from the logits.");

/** Categorical cross-entropy with all defaults filled in. */
export type CategoricalCrossentropySpec = z.output<typeof categoricalCrossentropySchema>;
