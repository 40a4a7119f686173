import type * as z from "zod";
import { variant } from "../structures.js";
import { refusedOfMetrics } from "./metric-fields.js";
import { thresholdFields } from "./thresholds-field.js";

export const falseNegativesMetricSchema = variant(
  {
    type: "false_negatives",
    about: "Number of outputs not above the threshold whose target is positive, weighted.",
    description: "Number of outputs not above the threshold whose target is positive, weighted.",
    refused: refusedOfMetrics,
  },
  () => ({
    ...thresholdFields(),
  }),
);

/** false_negatives with all defaults filled in. */
export type FalseNegativesMetricSpec = z.output<typeof falseNegativesMetricSchema>;
