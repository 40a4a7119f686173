import type * as z from "zod";
import { variant } from "../structures.js";
import { classThresholdFields, refusedOfThresholdMetrics } from "./thresholds-field.js";

export const precisionMetricSchema = variant(
  {
    type: "precision",
    about: "Share of true positives among the outputs above the threshold.",
    description: "Share of true positives among the outputs above the threshold.",
    refused: refusedOfThresholdMetrics,
  },
  () => ({
    ...classThresholdFields(),
  }),
);

/** precision with all defaults filled in. */
export type PrecisionMetricSpec = z.output<typeof precisionMetricSchema>;
