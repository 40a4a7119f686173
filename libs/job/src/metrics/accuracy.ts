import type * as z from "zod";
import { variant } from "../structures.js";
import { metricNameField, refusedOfMetrics } from "./metric-fields.js";

export const accuracyMetricSchema = variant(
  {
    type: "accuracy",
    about: "Accuracy of the kind that fits loss and shapes.",
    description: "As Keras picks it: binary_accuracy, categorical_accuracy or sparse_categorical_accuracy.",
    refused: refusedOfMetrics,
  },
  () => ({
    name: metricNameField(),
  }),
);

/** accuracy, told apart by its type. */
export type AccuracyMetricSpec = z.output<typeof accuracyMetricSchema>;
