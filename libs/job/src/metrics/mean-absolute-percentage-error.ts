import * as z from "zod";
import { mapping } from "../structures.js";
import { metricNameField, refusedOfMetrics } from "./metric-fields.js";

export const meanAbsolutePercentageErrorMetricSchema = mapping(
  {
    type: z
      .literal("mean_absolute_percentage_error")
      .describe("Mean absolute error in per cent of the target."),
    name: metricNameField(),
  },
  refusedOfMetrics,
).describe("100 |target - output| / max(|target|, 1e-7).");

/** mean_absolute_percentage_error, told apart by its type. */
export type MeanAbsolutePercentageErrorMetricSpec = z.output<typeof meanAbsolutePercentageErrorMetricSchema>;
