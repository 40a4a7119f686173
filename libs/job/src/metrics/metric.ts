import * as z from "zod";
import { lossAliases } from "../losses/loss.js";
import { nameOrOptions, typeMessage, typesOf } from "../structures.js";
import type { Refused } from "../structures.js";
import { accuracyMetricSchema } from "./accuracy.js";
import { aucMetricSchema } from "./auc.js";
import { binaryAccuracyMetricSchema } from "./binary-accuracy.js";
import { binaryCrossentropyMetricSchema } from "./binary-crossentropy.js";
import { categoricalAccuracyMetricSchema } from "./categorical-accuracy.js";
import { categoricalCrossentropyMetricSchema } from "./categorical-crossentropy.js";
import { categoricalHingeMetricSchema } from "./categorical-hinge.js";
import { cosineSimilarityMetricSchema } from "./cosine-similarity.js";
import { f1ScoreMetricSchema } from "./f1-score.js";
import { falseNegativesMetricSchema } from "./false-negatives.js";
import { falsePositivesMetricSchema } from "./false-positives.js";
import { hingeMetricSchema } from "./hinge.js";
import { klDivergenceMetricSchema } from "./kl-divergence.js";
import { logCoshMetricSchema } from "./log-cosh.js";
import { meanAbsoluteErrorMetricSchema } from "./mean-absolute-error.js";
import { meanAbsolutePercentageErrorMetricSchema } from "./mean-absolute-percentage-error.js";
import { meanSquaredErrorMetricSchema } from "./mean-squared-error.js";
import { meanSquaredLogarithmicErrorMetricSchema } from "./mean-squared-logarithmic-error.js";
import { poissonMetricSchema } from "./poisson.js";
import { precisionMetricSchema } from "./precision.js";
import { r2ScoreMetricSchema } from "./r2-score.js";
import { recallMetricSchema } from "./recall.js";
import { rootMeanSquaredErrorMetricSchema } from "./root-mean-squared-error.js";
import { sparseCategoricalAccuracyMetricSchema } from "./sparse-categorical-accuracy.js";
import { sparseCategoricalCrossentropyMetricSchema } from "./sparse-categorical-crossentropy.js";
import { sparseTopKCategoricalAccuracyMetricSchema } from "./sparse-top-k-categorical-accuracy.js";
import { squaredHingeMetricSchema } from "./squared-hinge.js";
import { topKCategoricalAccuracyMetricSchema } from "./top-k-categorical-accuracy.js";
import { trueNegativesMetricSchema } from "./true-negatives.js";
import { truePositivesMetricSchema } from "./true-positives.js";

/** Every metric that a job may name: a further one is a file beside this one and an entry here. */
const metricSchemas = [
  accuracyMetricSchema,
  binaryAccuracyMetricSchema,
  categoricalAccuracyMetricSchema,
  sparseCategoricalAccuracyMetricSchema,
  topKCategoricalAccuracyMetricSchema,
  sparseTopKCategoricalAccuracyMetricSchema,
  precisionMetricSchema,
  recallMetricSchema,
  truePositivesMetricSchema,
  falsePositivesMetricSchema,
  trueNegativesMetricSchema,
  falseNegativesMetricSchema,
  aucMetricSchema,
  f1ScoreMetricSchema,
  r2ScoreMetricSchema,
  meanSquaredErrorMetricSchema,
  rootMeanSquaredErrorMetricSchema,
  meanAbsoluteErrorMetricSchema,
  meanAbsolutePercentageErrorMetricSchema,
  meanSquaredLogarithmicErrorMetricSchema,
  logCoshMetricSchema,
  poissonMetricSchema,
  klDivergenceMetricSchema,
  binaryCrossentropyMetricSchema,
  categoricalCrossentropyMetricSchema,
  sparseCategoricalCrossentropyMetricSchema,
  hingeMetricSchema,
  squaredHingeMetricSchema,
  categoricalHingeMetricSchema,
  cosineSimilarityMetricSchema,
] as const;

/** Names of the metrics, as `type` has them. */
export const metricTypes = typesOf(metricSchemas);

/** Keras's short names, with what they stand for. The history has a metric by the word that the job has. */
export const metricAliases = {
  acc: "accuracy",
  ...lossAliases,
  log_cosh_error: "log_cosh",
} as const;

/** A metric's type. */
export type MetricType = (typeof metricTypes)[number];

const atPoint = "curves are measured as a whole; use auc, or precision and recall with thresholds";
const ofPictures = "measures of pictures are not built";

/** Metrics of Keras that are refused, with the reason. */
const refusedMetrics: Refused = {
  precision_at_recall: atPoint,
  recall_at_precision: atPoint,
  sensitivity_at_specificity: atPoint,
  specificity_at_sensitivity: atPoint,
  f_beta_score: "only beta 1 is built; use f1_score",
  io_u: ofPictures,
  binary_io_u: ofPictures,
  mean_io_u: ofPictures,
  one_hot_io_u: ofPictures,
  one_hot_mean_io_u: ofPictures,
  pearson_correlation: "correlations are not built; use r2_score",
  concordance_correlation: "correlations are not built; use r2_score",
};

const metricOptionsSchema = z.discriminatedUnion("type", metricSchemas, {
  error: typeMessage(metricTypes, refusedMetrics),
});

/** A metric with all defaults filled in, told apart by `type`; named by `type` where it has no `name`. */
export type MetricSpec = z.output<typeof metricOptionsSchema>;

type MetricName = MetricType | keyof typeof metricAliases;

const metricNames = [...metricTypes, ...Object.keys(metricAliases)] as unknown as [
  MetricName,
  ...MetricName[],
];

/** A metric by name, or with options; gives the options. */
export const metricSchema = nameOrOptions(
  {
    what: "a metric",
    names: metricNames,
    listed: metricTypes,
    refused: refusedMetrics,
    standsFor: (name) =>
      Object.hasOwn(metricAliases, name) ? { type: metricAliases[name as "mse"], name } : { type: name },
  },
  metricOptionsSchema,
).meta({
  id: "Metric",
  description: "A metric: its name, or { type, ...options }.",
  refused: refusedMetrics,
});
