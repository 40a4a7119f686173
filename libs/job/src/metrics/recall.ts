import * as z from "zod";
import { mapping } from "../structures.js";
import { classThresholdFields, refusedOfThresholdMetrics } from "./thresholds-field.js";

export const recallMetricSchema = mapping(
  {
    type: z
      .literal("recall")
      .describe("Share of the positive targets whose outputs are above the threshold."),
    ...classThresholdFields(),
  },
  refusedOfThresholdMetrics,
).describe("Share of the positive targets whose outputs are above the threshold.");

/** recall with all defaults filled in. */
export type RecallMetricSpec = z.output<typeof recallMetricSchema>;
