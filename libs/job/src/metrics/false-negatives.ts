import * as z from "zod";
import { mapping } from "../structures.js";
import { refusedOfMetrics } from "./metric-fields.js";
import { thresholdFields } from "./thresholds-field.js";

export const falseNegativesMetricSchema = mapping(
  {
    type: z
      .literal("false_negatives")
      .describe("Number of outputs not above the threshold whose target is positive, weighted."),
    ...thresholdFields(),
  },
  refusedOfMetrics,
).describe("Number of outputs not above the threshold whose target is positive, weighted.");

/** false_negatives with all defaults filled in. */
export type FalseNegativesMetricSpec = z.output<typeof falseNegativesMetricSchema>;
