import type * as z from "zod";
import { wholeNumber } from "../fields.js";
import { variant } from "../structures.js";
import { metricNameField, refusedOfMetrics } from "./metric-fields.js";

export const sparseTopKCategoricalAccuracyMetricSchema = variant(
  {
    type: "sparse_top_k_categorical_accuracy",
    about: "Share of outputs whose k largest values hold the target's class (a number).",
    description: "Share of classes among the k likeliest, targets class numbers.",
    refused: { ...refusedOfMetrics, fromSortedIds: "outputs are shares of classes, not sorted ids" },
  },
  () => ({
    name: metricNameField(),
    k: wholeNumber(1, 2 ** 24)
      .default(5)
      .describe("How many of the largest outputs count. Default: 5."),
  }),
);

/** sparse_top_k_categorical_accuracy with all defaults filled in. */
export type SparseTopKCategoricalAccuracyMetricSpec = z.output<
  typeof sparseTopKCategoricalAccuracyMetricSchema
>;
