import * as z from "zod";
import { fromLogitsField, labelSmoothingField } from "../losses/loss-fields.js";
import { mapping } from "../structures.js";
import { metricNameField, refusedOfVectorMetrics } from "./metric-fields.js";

export const categoricalCrossentropyMetricSchema = mapping(
  {
    type: z.literal("categorical_crossentropy").describe("The loss of that name, without regularisers."),
    name: metricNameField(),
    fromLogits: fromLogitsField(),
    labelSmoothing: labelSmoothingField("1 / classes"),
  },
  refusedOfVectorMetrics,
).describe("The loss of that name, as a metric.");

/** categorical_crossentropy with all defaults filled in. */
export type CategoricalCrossentropyMetricSpec = z.output<typeof categoricalCrossentropyMetricSchema>;
