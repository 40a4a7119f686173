import type * as z from "zod";
import { variant } from "../structures.js";
import { metricNameField, refusedOfMetrics } from "./metric-fields.js";

export const poissonMetricSchema = variant(
  {
    type: "poisson",
    about: "Poisson loss.",
    description: "output - target log(output + 1e-7).",
    refused: refusedOfMetrics,
  },
  () => ({ name: metricNameField() }),
);

/** poisson, told apart by its type. */
export type PoissonMetricSpec = z.output<typeof poissonMetricSchema>;
