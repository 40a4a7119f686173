import * as z from "zod";
import { fromLogitsField } from "../losses/loss-fields.js";
import { mapping } from "../structures.js";
import { metricNameField, refusedOfVectorMetrics } from "./metric-fields.js";

export const sparseCategoricalCrossentropyMetricSchema = mapping(
  {
    type: z
      .literal("sparse_categorical_crossentropy")
      .describe("The loss of that name, without regularisers."),
    name: metricNameField(),
    fromLogits: fromLogitsField(),
  },
  {
    ...refusedOfVectorMetrics,
    ignoreClass: "use a mask or sample weights, which weightedMetrics count with",
  },
).describe("The loss of that name, as a metric.");

/** sparse_categorical_crossentropy with all defaults filled in. */
export type SparseCategoricalCrossentropyMetricSpec = z.output<
  typeof sparseCategoricalCrossentropyMetricSchema
>;
