import type * as z from "zod";
import { variant } from "../structures.js";
import { metricNameField, refusedOfMetrics } from "./metric-fields.js";

export const klDivergenceMetricSchema = variant(
  {
    type: "kl_divergence",
    about: "Kullback-Leibler divergence of distributions.",
    description: "target log(target / output), sum over the last axis.",
    refused: refusedOfMetrics,
  },
  () => ({
    name: metricNameField(),
  }),
);

/** kl_divergence, told apart by its type. */
export type KlDivergenceMetricSpec = z.output<typeof klDivergenceMetricSchema>;
