import * as z from "zod";
import { wholeNumber } from "../fields.js";
import { mapping } from "../structures.js";
import { metricNameField, refusedOfMetrics } from "./metric-fields.js";

export const sparseTopKCategoricalAccuracyMetricSchema = mapping(
  {
    type: z
      .literal("sparse_top_k_categorical_accuracy")
      .describe("Share of outputs whose k largest values hold the target's class (a number)."),
    name: metricNameField(),
    k: wholeNumber(1, 2 ** 24)
      .default(5)
      .describe("How many of the largest outputs count. Default: 5."),
  },
  { ...refusedOfMetrics, fromSortedIds: "outputs are shares of classes, not sorted ids" },
).describe("Share of classes among the k likeliest, targets class numbers.");

/** sparse_top_k_categorical_accuracy with all defaults filled in. */
export type SparseTopKCategoricalAccuracyMetricSpec = z.output<
  typeof sparseTopKCategoricalAccuracyMetricSchema
>;
