import * as z from "zod";
import { mapping } from "../structures.js";
import { refusedOfMetrics } from "./metric-fields.js";
import { thresholdFields } from "./thresholds-field.js";

export const falsePositivesMetricSchema = mapping(
  {
    type: z
      .literal("false_positives")
      .describe("Number of outputs above the threshold whose target is negative, weighted."),
    ...thresholdFields(),
  },
  refusedOfMetrics,
).describe("Number of outputs above the threshold whose target is negative, weighted.");

/** false_positives with all defaults filled in. */
export type FalsePositivesMetricSpec = z.output<typeof falsePositivesMetricSchema>;
