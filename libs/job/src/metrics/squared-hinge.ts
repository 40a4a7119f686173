import * as z from "zod";
import { mapping } from "../structures.js";
import { metricNameField, refusedOfMetrics } from "./metric-fields.js";

export const squaredHingeMetricSchema = mapping(
  {
    type: z.literal("squared_hinge").describe("Squared hinge loss, targets -1 or 1 (0 becomes -1)."),
    name: metricNameField(),
  },
  refusedOfMetrics,
).describe("max(1 - target output, 0)^2.");

/** squared_hinge, told apart by its type. */
export type SquaredHingeMetricSpec = z.output<typeof squaredHingeMetricSchema>;
