import type * as z from "zod";
import { variant } from "../structures.js";
import { fromLogitsField, labelSmoothingField, refusedOfVectorLosses } from "./loss-fields.js";

export const categoricalCrossentropySchema = variant(
  {
    type: "categorical_crossentropy",
    about: "Cross-entropy of several classes, targets one-hot or shares.",
    description: "Mean over the batch. Behind a softmax it is computed from the logits.",
    refused: refusedOfVectorLosses,
  },
  () => ({
    fromLogits: fromLogitsField(),
    labelSmoothing: labelSmoothingField("1 / classes"),
  }),
);

/** Categorical cross-entropy with all defaults filled in. */
export type CategoricalCrossentropySpec = z.output<typeof categoricalCrossentropySchema>;
