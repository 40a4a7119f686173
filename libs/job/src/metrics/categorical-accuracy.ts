import type * as z from "zod";
import { variant } from "../structures.js";
import { metricNameField, refusedOfMetrics } from "./metric-fields.js";

export const categoricalAccuracyMetricSchema = variant(
  {
    type: "categorical_accuracy",
    about: "Share of outputs whose largest value is the target's class (one-hot).",
    description: "Share of right classes, targets one-hot.",
    refused: refusedOfMetrics,
  },
  () => ({
    name: metricNameField(),
  }),
);

/** categorical_accuracy, told apart by its type. */
export type CategoricalAccuracyMetricSpec = z.output<typeof categoricalAccuracyMetricSchema>;
