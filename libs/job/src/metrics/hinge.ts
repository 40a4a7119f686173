import * as z from "zod";
import { mapping } from "../structures.js";
import { metricNameField, refusedOfMetrics } from "./metric-fields.js";

export const hingeMetricSchema = mapping(
  {
    type: z.literal("hinge").describe("Hinge loss, targets -1 or 1 (0 becomes -1)."),
    name: metricNameField(),
  },
  refusedOfMetrics,
).describe("max(1 - target output, 0).");

/** hinge, told apart by its type. */
export type HingeMetricSpec = z.output<typeof hingeMetricSchema>;
