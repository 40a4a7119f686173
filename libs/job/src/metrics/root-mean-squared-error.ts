import type * as z from "zod";
import { variant } from "../structures.js";
import { metricNameField, refusedOfMetrics } from "./metric-fields.js";

export const rootMeanSquaredErrorMetricSchema = variant(
  {
    type: "root_mean_squared_error",
    about: "Root of the mean squared error.",
    description: "Root of the mean of (target - output)^2 over the whole data.",
    refused: refusedOfMetrics,
  },
  () => ({
    name: metricNameField(),
  }),
);

/** root_mean_squared_error, told apart by its type. */
export type RootMeanSquaredErrorMetricSpec = z.output<typeof rootMeanSquaredErrorMetricSchema>;
