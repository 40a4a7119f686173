import * as z from "zod";
import { mapping } from "../structures.js";
import { classThresholdFields, refusedOfThresholdMetrics } from "./thresholds-field.js";

export const precisionMetricSchema = mapping(
  {
    type: z.literal("precision").describe("Share of true positives among the outputs above the threshold."),
    ...classThresholdFields(),
  },
  refusedOfThresholdMetrics,
).describe("Share of true positives among the outputs above the threshold.");

/** precision with all defaults filled in. */
export type PrecisionMetricSpec = z.output<typeof precisionMetricSchema>;
