import type * as z from "zod";
import { variant } from "../structures.js";
import { metricNameField, refusedOfMetrics } from "./metric-fields.js";

export const logCoshMetricSchema = variant(
  {
    type: "log_cosh",
    about: "Logarithm of the hyperbolic cosine of the error.",
    description: "log(cosh(output - target)).",
    refused: refusedOfMetrics,
  },
  () => ({
    name: metricNameField(),
  }),
);

/** log_cosh, told apart by its type. */
export type LogCoshMetricSpec = z.output<typeof logCoshMetricSchema>;
