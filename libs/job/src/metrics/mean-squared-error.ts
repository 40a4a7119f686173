import * as z from "zod";
import { mapping } from "../structures.js";
import { metricNameField, refusedOfMetrics } from "./metric-fields.js";

export const meanSquaredErrorMetricSchema = mapping(
  { type: z.literal("mean_squared_error").describe("Mean squared error."), name: metricNameField() },
  refusedOfMetrics,
).describe("(target - output)^2.");

/** mean_squared_error, told apart by its type. */
export type MeanSquaredErrorMetricSpec = z.output<typeof meanSquaredErrorMetricSchema>;
