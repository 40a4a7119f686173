import * as z from "zod";
import { mapping } from "../structures.js";
import { metricNameField, refusedOfMetrics } from "./metric-fields.js";

export const accuracyMetricSchema = mapping(
  {
    type: z.literal("accuracy").describe("Accuracy of the kind that fits loss and shapes."),
    name: metricNameField(),
  },
  refusedOfMetrics,
).describe("As Keras picks it: binary_accuracy, categorical_accuracy or sparse_categorical_accuracy.");

/** accuracy, told apart by its type. */
export type AccuracyMetricSpec = z.output<typeof accuracyMetricSchema>;
