import type * as z from "zod";
import { fromLogitsField, labelSmoothingField } from "../losses/loss-fields.js";
import { variant } from "../structures.js";
import { metricNameField, refusedOfVectorMetrics } from "./metric-fields.js";

export const binaryCrossentropyMetricSchema = variant(
  {
    type: "binary_crossentropy",
    about: "The loss of that name, without regularisers.",
    description: "The loss of that name, as a metric.",
    refused: refusedOfVectorMetrics,
  },
  () => ({
    name: metricNameField(),
    fromLogits: fromLogitsField(),
    labelSmoothing: labelSmoothingField("0.5"),
  }),
);

/** binary_crossentropy with all defaults filled in. */
export type BinaryCrossentropyMetricSpec = z.output<typeof binaryCrossentropyMetricSchema>;
