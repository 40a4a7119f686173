import * as z from "zod";
import { mapping } from "../structures.js";
import { metricNameField, refusedOfMetrics } from "./metric-fields.js";

export const logCoshMetricSchema = mapping(
  {
    type: z.literal("log_cosh").describe("Logarithm of the hyperbolic cosine of the error."),
    name: metricNameField(),
  },
  refusedOfMetrics,
).describe("log(cosh(output - target)).");

/** log_cosh, told apart by its type. */
export type LogCoshMetricSpec = z.output<typeof logCoshMetricSchema>;
