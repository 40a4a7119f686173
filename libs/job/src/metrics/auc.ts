import type * as z from "zod";
import { choice, flag, wholeNumber } from "../fields.js";
import { variant } from "../structures.js";
import { metricNameField, refusedOfMetrics } from "./metric-fields.js";

const oneLabel = "all outputs count as one label";

export const aucMetricSchema = variant(
  {
    type: "auc",
    about: "Area under a curve of positives over thresholds.",
    description: "Area under the curve, by Keras's thresholds.",
    refused: {
      ...refusedOfMetrics,
      multiLabel: oneLabel,
      numLabels: oneLabel,
      labelWeights: oneLabel,
      thresholds: "thresholds are evenly spaced; give numThresholds",
    },
  },
  () => ({
    name: metricNameField(),
    numThresholds: wholeNumber(2, 100_000)
      .default(200)
      .describe("Number of thresholds, evenly from 0 to 1 as Keras sets them. Default: 200."),
    curve: choice(["ROC", "PR"])
      .default("ROC")
      .describe("ROC (true against false positives) or PR (precision against recall). Default: ROC."),
    summationMethod: choice(["interpolation", "minoring", "majoring"])
      .default("interpolation")
      .describe("How the area is summed: interpolation, minoring or majoring. Default: interpolation."),
    fromLogits: flag().default(false).describe("Outputs go through a sigmoid first. Default: false."),
  }),
);

/** auc with all defaults filled in. */
export type AucMetricSpec = z.output<typeof aucMetricSchema>;
