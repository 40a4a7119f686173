import * as z from "zod";
import { mapping } from "../structures.js";
import { metricNameField, refusedOfMetrics } from "./metric-fields.js";

export const rootMeanSquaredErrorMetricSchema = mapping(
  {
    type: z.literal("root_mean_squared_error").describe("Root of the mean squared error."),
    name: metricNameField(),
  },
  refusedOfMetrics,
).describe("Root of the mean of (target - output)^2 over the whole data.");

/** root_mean_squared_error, told apart by its type. */
export type RootMeanSquaredErrorMetricSpec = z.output<typeof rootMeanSquaredErrorMetricSchema>;
