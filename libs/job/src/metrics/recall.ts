import type * as z from "zod";
import { variant } from "../structures.js";
import { classThresholdFields, refusedOfThresholdMetrics } from "./thresholds-field.js";

export const recallMetricSchema = variant(
  {
    type: "recall",
    about: "Share of the positive targets whose outputs are above the threshold.",
    description: "Share of the positive targets whose outputs are above the threshold.",
    refused: refusedOfThresholdMetrics,
  },
  () => ({
    ...classThresholdFields(),
  }),
);

/** recall with all defaults filled in. */
export type RecallMetricSpec = z.output<typeof recallMetricSchema>;
