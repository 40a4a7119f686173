import type * as z from "zod";
import { variant } from "../structures.js";
import { metricNameField, refusedOfMetrics } from "./metric-fields.js";

export const meanSquaredErrorMetricSchema = variant(
  {
    type: "mean_squared_error",
    about: "Mean squared error.",
    description: "(target - output)^2.",
    refused: refusedOfMetrics,
  },
  () => ({ name: metricNameField() }),
);

/** mean_squared_error, told apart by its type. */
export type MeanSquaredErrorMetricSpec = z.output<typeof meanSquaredErrorMetricSchema>;
