import * as z from "zod";
import { mapping } from "../structures.js";
import { metricNameField, refusedOfMetrics } from "./metric-fields.js";

export const categoricalAccuracyMetricSchema = mapping(
  {
    type: z
      .literal("categorical_accuracy")
      .describe("Share of outputs whose largest value is the target's class (one-hot)."),
    name: metricNameField(),
  },
  refusedOfMetrics,
).describe("Share of right classes, targets one-hot.");

/** categorical_accuracy, told apart by its type. */
export type CategoricalAccuracyMetricSpec = z.output<typeof categoricalAccuracyMetricSchema>;
