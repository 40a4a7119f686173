import type * as z from "zod";
import { variant } from "../structures.js";
import { metricNameField, refusedOfMetrics } from "./metric-fields.js";

export const meanAbsolutePercentageErrorMetricSchema = variant(
  {
    type: "mean_absolute_percentage_error",
    about: "Mean absolute error in per cent of the target.",
    description: "100 |target - output| / max(|target|, 1e-7).",
    refused: refusedOfMetrics,
  },
  () => ({
    name: metricNameField(),
  }),
);

/** mean_absolute_percentage_error, told apart by its type. */
export type MeanAbsolutePercentageErrorMetricSpec = z.output<typeof meanAbsolutePercentageErrorMetricSchema>;
