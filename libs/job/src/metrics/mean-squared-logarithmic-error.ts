import type * as z from "zod";
import { variant } from "../structures.js";
import { metricNameField, refusedOfMetrics } from "./metric-fields.js";

export const meanSquaredLogarithmicErrorMetricSchema = variant(
  {
    type: "mean_squared_logarithmic_error",
    about: "Mean squared error of logarithms.",
    description: "(log(1 + target) - log(1 + output))^2.",
    refused: refusedOfMetrics,
  },
  () => ({
    name: metricNameField(),
  }),
);

/** mean_squared_logarithmic_error, told apart by its type. */
export type MeanSquaredLogarithmicErrorMetricSpec = z.output<typeof meanSquaredLogarithmicErrorMetricSchema>;
