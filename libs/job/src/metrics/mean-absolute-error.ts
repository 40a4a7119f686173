import * as z from "zod";
import { mapping } from "../structures.js";
import { metricNameField, refusedOfMetrics } from "./metric-fields.js";

export const meanAbsoluteErrorMetricSchema = mapping(
  { type: z.literal("mean_absolute_error").describe("Mean absolute error."), name: metricNameField() },
  refusedOfMetrics,
).describe("|target - output|.");

/** mean_absolute_error, told apart by its type. */
export type MeanAbsoluteErrorMetricSpec = z.output<typeof meanAbsoluteErrorMetricSchema>;
