import type * as z from "zod";
import { choice, wholeNumber } from "../fields.js";
import { variant } from "../structures.js";
import { metricNameField, refusedOfMetrics } from "./metric-fields.js";

export const r2ScoreMetricSchema = variant(
  {
    type: "r2_score",
    about: "Share of the targets' variance that is explained.",
    description: "1 - residual sum of squares / total sum of squares.",
    refused: refusedOfMetrics,
  },
  () => ({
    name: metricNameField(),
    classAggregation: choice(["uniform_average", "variance_weighted_average"])
      .default("uniform_average")
      .describe(
        "How outputs become one number: uniform_average or variance_weighted_average. Default: uniform_average.",
      ),
    numRegressors: wholeNumber(0, 2 ** 31 - 1)
      .default(0)
      .describe("Number of independent regressors, for the adjusted score. Default: 0, not adjusted."),
  }),
);

/** r2_score with all defaults filled in. */
export type R2ScoreMetricSpec = z.output<typeof r2ScoreMetricSchema>;
