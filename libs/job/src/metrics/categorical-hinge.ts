import type * as z from "zod";
import { variant } from "../structures.js";
import { metricNameField, refusedOfMetrics } from "./metric-fields.js";

export const categoricalHingeMetricSchema = variant(
  {
    type: "categorical_hinge",
    about: "Hinge loss of several classes, targets one-hot.",
    description: "max(1 + largest output of a wrong class - output of the right one, 0).",
    refused: refusedOfMetrics,
  },
  () => ({
    name: metricNameField(),
  }),
);

/** categorical_hinge, told apart by its type. */
export type CategoricalHingeMetricSpec = z.output<typeof categoricalHingeMetricSchema>;
