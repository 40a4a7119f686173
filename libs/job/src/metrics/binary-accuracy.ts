import * as z from "zod";
import { float32 } from "../fields.js";
import { mapping } from "../structures.js";
import { metricNameField, refusedOfMetrics } from "./metric-fields.js";

export const binaryAccuracyMetricSchema = mapping(
  {
    type: z.literal("binary_accuracy").describe("Share of outputs on the target's side of the threshold."),
    name: metricNameField(),
    threshold: float32().default(0.5).describe("Outputs above it count as 1. Default: 0.5."),
  },
  refusedOfMetrics,
).describe("Share of outputs on the right side of the threshold.");

/** binary_accuracy with all defaults filled in. */
export type BinaryAccuracyMetricSpec = z.output<typeof binaryAccuracyMetricSchema>;
