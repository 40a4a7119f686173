import * as z from "zod";
import { mapping } from "../structures.js";
import { metricNameField, refusedOfMetrics } from "./metric-fields.js";

export const sparseCategoricalAccuracyMetricSchema = mapping(
  {
    type: z
      .literal("sparse_categorical_accuracy")
      .describe("Share of outputs whose largest value is the target's class (a number)."),
    name: metricNameField(),
  },
  refusedOfMetrics,
).describe("Share of right classes, targets class numbers.");

/** sparse_categorical_accuracy, told apart by its type. */
export type SparseCategoricalAccuracyMetricSpec = z.output<typeof sparseCategoricalAccuracyMetricSchema>;
