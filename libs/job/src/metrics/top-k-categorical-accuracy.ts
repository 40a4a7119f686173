import type * as z from "zod";
import { wholeNumber } from "../fields.js";
import { variant } from "../structures.js";
import { metricNameField, refusedOfMetrics } from "./metric-fields.js";

export const topKCategoricalAccuracyMetricSchema = variant(
  {
    type: "top_k_categorical_accuracy",
    about: "Share of outputs whose k largest values hold the target's class (one-hot).",
    description: "Share of classes among the k likeliest, targets one-hot.",
    refused: refusedOfMetrics,
  },
  () => ({
    name: metricNameField(),
    k: wholeNumber(1, 2 ** 24)
      .default(5)
      .describe("How many of the largest outputs count. Default: 5."),
  }),
);

/** top_k_categorical_accuracy with all defaults filled in. */
export type TopKCategoricalAccuracyMetricSpec = z.output<typeof topKCategoricalAccuracyMetricSchema>;
