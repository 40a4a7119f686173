import * as z from "zod";
import { listNames, numberWithin } from "../fields.js";
import { variant } from "../structures.js";
import { showValue } from "../show-value.js";
import { metricNameField, refusedOfMetrics } from "./metric-fields.js";

const averages = ["micro", "macro", "weighted"] as const;

export const f1ScoreMetricSchema = variant(
  {
    type: "f1_score",
    about: "Harmonic mean of precision and recall.",
    description: "2 precision recall / (precision + recall), targets (N, classes).",
    refused: refusedOfMetrics,
  },
  () => ({
    name: metricNameField(),
    average: z
      .enum(averages, {
        error: ({ input }) =>
          `expected ${listNames(averages)} (one number for all classes), got ${showValue(input)}`,
      })
      .describe(
        "How classes become one number: micro, macro or weighted. To be given: Keras's default, one number for each class, is not supported.",
      ),
    threshold: numberWithin(0, 1)
      .exactOptional()
      .describe("Outputs above it count as positive. Default: the largest output alone does."),
  }),
);

/** f1_score with all defaults filled in. */
export type F1ScoreMetricSpec = z.output<typeof f1ScoreMetricSchema>;
