import type * as z from "zod";
import { variant } from "../structures.js";
import { refusedOfMetrics } from "./metric-fields.js";
import { thresholdFields } from "./thresholds-field.js";

export const falsePositivesMetricSchema = variant(
  {
    type: "false_positives",
    about: "Number of outputs above the threshold whose target is negative, weighted.",
    description: "Number of outputs above the threshold whose target is negative, weighted.",
    refused: refusedOfMetrics,
  },
  () => ({
    ...thresholdFields(),
  }),
);

/** false_positives with all defaults filled in. */
export type FalsePositivesMetricSpec = z.output<typeof falsePositivesMetricSchema>;
