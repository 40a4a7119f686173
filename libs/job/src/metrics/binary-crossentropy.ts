import * as z from "zod";
import { fromLogitsField, labelSmoothingField } from "../losses/loss-fields.js";
import { mapping } from "../structures.js";
import { metricNameField, refusedOfVectorMetrics } from "./metric-fields.js";

export const binaryCrossentropyMetricSchema = mapping(
  {
    type: z.literal("binary_crossentropy").describe("The loss of that name, without regularisers."),
    name: metricNameField(),
    fromLogits: fromLogitsField(),
    labelSmoothing: labelSmoothingField("0.5"),
  },
  refusedOfVectorMetrics,
).describe("The loss of that name, as a metric.");

/** binary_crossentropy with all defaults filled in. */
export type BinaryCrossentropyMetricSpec = z.output<typeof binaryCrossentropyMetricSchema>;
