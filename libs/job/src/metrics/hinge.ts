import type * as z from "zod";
import { variant } from "../structures.js";
import { metricNameField, refusedOfMetrics } from "./metric-fields.js";

export const hingeMetricSchema = variant(
  {
    type: "hinge",
    about: "Hinge loss, targets -1 or 1 (0 becomes -1).",
    description: "max(1 - target output, 0).",
    refused: refusedOfMetrics,
  },
  () => ({
    name: metricNameField(),
  }),
);

/** hinge, told apart by its type. */
export type HingeMetricSpec = z.output<typeof hingeMetricSchema>;
