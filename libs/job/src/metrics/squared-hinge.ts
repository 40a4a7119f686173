import type * as z from "zod";
import { variant } from "../structures.js";
import { metricNameField, refusedOfMetrics } from "./metric-fields.js";

export const squaredHingeMetricSchema = variant(
  {
    type: "squared_hinge",
    about: "Squared hinge loss, targets -1 or 1 (0 becomes -1).",
    description: "max(1 - target output, 0)^2.",
    refused: refusedOfMetrics,
  },
  () => ({
    name: metricNameField(),
  }),
);

/** squared_hinge, told apart by its type. */
export type SquaredHingeMetricSpec = z.output<typeof squaredHingeMetricSchema>;
