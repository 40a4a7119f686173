import type * as z from "zod";
import { float32 } from "../fields.js";
import { variant } from "../structures.js";
import { metricNameField, refusedOfMetrics } from "./metric-fields.js";

export const binaryAccuracyMetricSchema = variant(
  {
    type: "binary_accuracy",
    about: "Share of outputs on the target's side of the threshold.",
    description: "Share of outputs on the right side of the threshold.",
    refused: refusedOfMetrics,
  },
  () => ({
    name: metricNameField(),
    threshold: float32().default(0.5).describe("Outputs above it count as 1. Default: 0.5."),
  }),
);

/** binary_accuracy with all defaults filled in. */
export type BinaryAccuracyMetricSpec = z.output<typeof binaryAccuracyMetricSchema>;
