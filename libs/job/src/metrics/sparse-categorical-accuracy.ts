import type * as z from "zod";
import { variant } from "../structures.js";
import { metricNameField, refusedOfMetrics } from "./metric-fields.js";

export const sparseCategoricalAccuracyMetricSchema = variant(
  {
    type: "sparse_categorical_accuracy",
    about: "Share of outputs whose largest value is the target's class (a number).",
    description: "Share of right classes, targets class numbers.",
    refused: refusedOfMetrics,
  },
  () => ({
    name: metricNameField(),
  }),
);

/** sparse_categorical_accuracy, told apart by its type. */
export type SparseCategoricalAccuracyMetricSpec = z.output<typeof sparseCategoricalAccuracyMetricSchema>;
