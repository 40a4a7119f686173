import * as z from "zod";
import { mapping } from "../structures.js";
import { refusedOfMetrics } from "./metric-fields.js";
import { thresholdFields } from "./thresholds-field.js";

export const trueNegativesMetricSchema = mapping(
  {
    type: z
      .literal("true_negatives")
      .describe("Number of outputs not above the threshold whose target is negative, weighted."),
    ...thresholdFields(),
  },
  refusedOfMetrics,
).describe("Number of outputs not above the threshold whose target is negative, weighted.");

/** true_negatives with all defaults filled in. */
export type TrueNegativesMetricSpec = z.output<typeof trueNegativesMetricSchema>;
