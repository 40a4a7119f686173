import type * as z from "zod";
import { variant } from "../structures.js";
import { metricNameField, refusedOfMetrics } from "./metric-fields.js";

export const meanAbsoluteErrorMetricSchema = variant(
  {
    type: "mean_absolute_error",
    about: "Mean absolute error.",
    description: "|target - output|.",
    refused: refusedOfMetrics,
  },
  () => ({ name: metricNameField() }),
);

/** mean_absolute_error, told apart by its type. */
export type MeanAbsoluteErrorMetricSpec = z.output<typeof meanAbsoluteErrorMetricSchema>;
