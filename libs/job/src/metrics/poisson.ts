import * as z from "zod";
import { mapping } from "../structures.js";
import { metricNameField, refusedOfMetrics } from "./metric-fields.js";

export const poissonMetricSchema = mapping(
  { type: z.literal("poisson").describe("Poisson loss."), name: metricNameField() },
  refusedOfMetrics,
).describe("output - target log(output + 1e-7).");

/** poisson, told apart by its type. */
export type PoissonMetricSpec = z.output<typeof poissonMetricSchema>;
