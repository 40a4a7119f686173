import type * as z from "zod";
import { variant } from "../structures.js";
import { refusedOfMetrics } from "./metric-fields.js";
import { thresholdFields } from "./thresholds-field.js";

export const trueNegativesMetricSchema = variant(
  {
    type: "true_negatives",
    about: "Number of outputs not above the threshold whose target is negative, weighted.",
    description: "Number of outputs not above the threshold whose target is negative, weighted.",
    refused: refusedOfMetrics,
  },
  () => ({
    ...thresholdFields(),
  }),
);

/** true_negatives with all defaults filled in. */
export type TrueNegativesMetricSpec = z.output<typeof trueNegativesMetricSchema>;
