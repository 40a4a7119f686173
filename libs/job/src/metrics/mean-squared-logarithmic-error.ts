import * as z from "zod";
import { mapping } from "../structures.js";
import { metricNameField, refusedOfMetrics } from "./metric-fields.js";

export const meanSquaredLogarithmicErrorMetricSchema = mapping(
  {
    type: z.literal("mean_squared_logarithmic_error").describe("Mean squared error of logarithms."),
    name: metricNameField(),
  },
  refusedOfMetrics,
).describe("(log(1 + target) - log(1 + output))^2.");

/** mean_squared_logarithmic_error, told apart by its type. */
export type MeanSquaredLogarithmicErrorMetricSpec = z.output<typeof meanSquaredLogarithmicErrorMetricSchema>;
