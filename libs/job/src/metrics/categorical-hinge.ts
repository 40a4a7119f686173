import * as z from "zod";
import { mapping } from "../structures.js";
import { metricNameField, refusedOfMetrics } from "./metric-fields.js";

export const categoricalHingeMetricSchema = mapping(
  {
    type: z.literal("categorical_hinge").describe("Hinge loss of several classes, targets one-hot."),
    name: metricNameField(),
  },
  refusedOfMetrics,
).describe("max(1 + largest output of a wrong class - output of the right one, 0).");

/** categorical_hinge, told apart by its type. */
export type CategoricalHingeMetricSpec = z.output<typeof categoricalHingeMetricSchema>;
