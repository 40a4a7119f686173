import type * as z from "zod";
import { variant } from "../structures.js";
import { refusedOfMetrics } from "./metric-fields.js";
import { thresholdFields } from "./thresholds-field.js";

export const truePositivesMetricSchema = variant(
  {
    type: "true_positives",
    about: "Number of outputs above the threshold whose target is positive, weighted.",
    description: "Number of outputs above the threshold whose target is positive, weighted.",
    refused: refusedOfMetrics,
  },
  () => ({
    ...thresholdFields(),
  }),
);

/** true_positives with all defaults filled in. */
export type TruePositivesMetricSpec = z.output<typeof truePositivesMetricSchema>;
