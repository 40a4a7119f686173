import * as z from "zod";
import { mapping } from "../structures.js";
import { refusedOfMetrics } from "./metric-fields.js";
import { thresholdFields } from "./thresholds-field.js";

export const truePositivesMetricSchema = mapping(
  {
    type: z
      .literal("true_positives")
      .describe("Number of outputs above the threshold whose target is positive, weighted."),
    ...thresholdFields(),
  },
  refusedOfMetrics,
).describe("Number of outputs above the threshold whose target is positive, weighted.");

/** true_positives with all defaults filled in. */
export type TruePositivesMetricSpec = z.output<typeof truePositivesMetricSchema>;
