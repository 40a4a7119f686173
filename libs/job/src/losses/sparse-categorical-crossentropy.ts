import * as z from "zod";
import { wholeNumber } from "../fields.js";
import { mapping } from "../structures.js";
import { fromLogitsField, refusedOfVectorLosses } from "./loss-fields.js";

export const sparseCategoricalCrossentropySchema = mapping(
  {
    type: z
      .literal("sparse_categorical_crossentropy")
      .describe("Cross-entropy of several classes, targets class numbers."),
    fromLogits: fromLogitsField(),
    ignoreClass: wholeNumber(-(2 ** 24), 2 ** 24)
      .exactOptional()
      .describe("Entries whose target is this class do not count. Default: none."),
  },
  refusedOfVectorLosses,
).describe("Mean over the batch. Behind a softmax it is computed from the logits.");

/** Sparse categorical cross-entropy with all defaults filled in. */
export type SparseCategoricalCrossentropySpec = z.output<typeof sparseCategoricalCrossentropySchema>;
