import * as z from "zod";
import { wholeNumber } from "../fields.js";
import { mapping } from "../structures.js";
import { metricNameField, refusedOfMetrics } from "./metric-fields.js";

export const topKCategoricalAccuracyMetricSchema = mapping(
  {
    type: z
      .literal("top_k_categorical_accuracy")
      .describe("Share of outputs whose k largest values hold the target's class (one-hot)."),
    name: metricNameField(),
    k: wholeNumber(1, 2 ** 24)
      .default(5)
      .describe("How many of the largest outputs count. Default: 5."),
  },
  refusedOfMetrics,
).describe("Share of classes among the k likeliest, targets one-hot.");

/** top_k_categorical_accuracy with all defaults filled in. */
export type TopKCategoricalAccuracyMetricSpec = z.output<typeof topKCategoricalAccuracyMetricSchema>;
