import type * as z from "zod";
import { fromLogitsField, labelSmoothingField } from "../losses/loss-fields.js";
import { variant } from "../structures.js";
import { metricNameField, refusedOfVectorMetrics } from "./metric-fields.js";

export const categoricalCrossentropyMetricSchema = variant(
  {
    type: "categorical_crossentropy",
    about: "The loss of that name, without regularisers.",
    description: "The loss of that name, as a metric.",
    refused: refusedOfVectorMetrics,
  },
  () => ({
    name: metricNameField(),
    fromLogits: fromLogitsField(),
    labelSmoothing: labelSmoothingField("1 / classes"),
  }),
);

/** categorical_crossentropy with all defaults filled in. */
export type CategoricalCrossentropyMetricSpec = z.output<typeof categoricalCrossentropyMetricSchema>;
