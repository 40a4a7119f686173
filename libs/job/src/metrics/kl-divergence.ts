import * as z from "zod";
import { mapping } from "../structures.js";
import { metricNameField, refusedOfMetrics } from "./metric-fields.js";

export const klDivergenceMetricSchema = mapping(
  {
    type: z.literal("kl_divergence").describe("Kullback-Leibler divergence of distributions."),
    name: metricNameField(),
  },
  refusedOfMetrics,
).describe("target log(target / output), sum over the last axis.");

/** kl_divergence, told apart by its type. */
export type KlDivergenceMetricSpec = z.output<typeof klDivergenceMetricSchema>;
