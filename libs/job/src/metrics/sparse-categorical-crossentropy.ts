import type * as z from "zod";
import { fromLogitsField } from "../losses/loss-fields.js";
import { variant } from "../structures.js";
import { metricNameField, refusedOfVectorMetrics } from "./metric-fields.js";

export const sparseCategoricalCrossentropyMetricSchema = variant(
  {
    type: "sparse_categorical_crossentropy",
    about: "The loss of that name, without regularisers.",
    description: "The loss of that name, as a metric.",
    refused: {
      ...refusedOfVectorMetrics,
      ignoreClass: "use a mask or sample weights, which weightedMetrics count with",
    },
  },
  () => ({
    name: metricNameField(),
    fromLogits: fromLogitsField(),
  }),
);

/** sparse_categorical_crossentropy with all defaults filled in. */
export type SparseCategoricalCrossentropyMetricSpec = z.output<
  typeof sparseCategoricalCrossentropyMetricSchema
>;
