import type * as z from "zod";
import { wholeNumber } from "../fields.js";
import { variant } from "../structures.js";
import { fromLogitsField, refusedOfVectorLosses } from "./loss-fields.js";

export const sparseCategoricalCrossentropySchema = variant(
  {
    type: "sparse_categorical_crossentropy",
    about: "Cross-entropy of several classes, targets class numbers.",
    description: "Mean over the batch. Behind a softmax it is computed from the logits.",
    refused: refusedOfVectorLosses,
  },
  () => ({
    fromLogits: fromLogitsField(),
    ignoreClass: wholeNumber(-(2 ** 24), 2 ** 24)
      .exactOptional()
      .describe("Entries whose target is this class do not count. Default: none."),
  }),
);

/** Sparse categorical cross-entropy with all defaults filled in. */
export type SparseCategoricalCrossentropySpec = z.output<typeof sparseCategoricalCrossentropySchema>;
