import type { MetricSpec } from "@lockstep/job";
import { categoricalHinge } from "../losses/categorical-hinge.js";
import { hinge, squaredHinge } from "../losses/hinge.js";
import { klDivergence } from "../losses/kl-divergence.js";
import { logCosh } from "../losses/log-cosh.js";
import { meanAbsoluteError } from "../losses/mean-absolute-error.js";
import { meanAbsolutePercentageError } from "../losses/mean-absolute-percentage-error.js";
import { meanSquaredError } from "../losses/mean-squared-error.js";
import { meanSquaredLogarithmicError } from "../losses/mean-squared-logarithmic-error.js";
import { poisson } from "../losses/poisson.js";
import { accuracy } from "./accuracy.js";
import { auc } from "./auc.js";
import { binaryAccuracy } from "./binary-accuracy.js";
import { categoricalAccuracy, sparseCategoricalAccuracy } from "./categorical-accuracy.js";
import {
  falseNegatives,
  falsePositives,
  precision,
  recall,
  trueNegatives,
  truePositives,
} from "./confusion-metrics.js";
import { cosineSimilarityMetric } from "./cosine-similarity.js";
import {
  binaryCrossentropyMetric,
  categoricalCrossentropyMetric,
  sparseCategoricalCrossentropyMetric,
} from "./crossentropy-metrics.js";
import { f1Score } from "./f1-score.js";
import { meanOfLoss } from "./mean-metric.js";
import type { MetricFactory } from "./metric.js";
import { onClassNumbers, onValues } from "./metric-requirements.js";
import { r2Score } from "./r2-score.js";
import { rootMeanSquaredError } from "./root-mean-squared-error.js";
import { sparseTopKAccuracy, topKAccuracy } from "./top-k-accuracy.js";

/** Every metric by Keras's name. A further metric is one more file and one more line here. */
export const metricRegistry: {
  readonly [Type in MetricSpec["type"]]: MetricFactory<Extract<MetricSpec, { type: Type }>>;
} = {
  accuracy,
  auc,
  binary_accuracy: onValues(({ threshold }, { width }) => binaryAccuracy(width, threshold)),
  binary_crossentropy: binaryCrossentropyMetric,
  categorical_accuracy: onValues((_, { width }) => categoricalAccuracy(width)),
  categorical_crossentropy: categoricalCrossentropyMetric,
  categorical_hinge: onValues(meanOfLoss(categoricalHinge)),
  cosine_similarity: onValues(cosineSimilarityMetric),
  f1_score: f1Score,
  false_negatives: falseNegatives,
  false_positives: falsePositives,
  hinge: onValues(meanOfLoss(hinge)),
  kl_divergence: onValues(meanOfLoss(klDivergence)),
  log_cosh: onValues(meanOfLoss(logCosh)),
  mean_absolute_error: onValues(meanOfLoss(meanAbsoluteError)),
  mean_absolute_percentage_error: onValues(meanOfLoss(meanAbsolutePercentageError)),
  mean_squared_error: onValues(meanOfLoss(meanSquaredError)),
  mean_squared_logarithmic_error: onValues(meanOfLoss(meanSquaredLogarithmicError)),
  poisson: onValues(meanOfLoss(poisson)),
  precision,
  r2_score: r2Score,
  recall,
  root_mean_squared_error: onValues(rootMeanSquaredError),
  sparse_categorical_accuracy: onClassNumbers((_, { width }) => sparseCategoricalAccuracy(width)),
  sparse_categorical_crossentropy: sparseCategoricalCrossentropyMetric,
  sparse_top_k_categorical_accuracy: onClassNumbers(({ k }, { width }) => sparseTopKAccuracy(width, k)),
  squared_hinge: onValues(meanOfLoss(squaredHinge)),
  top_k_categorical_accuracy: onValues(({ k }, { width }) => topKAccuracy(width, k)),
  true_negatives: trueNegatives,
  true_positives: truePositives,
};
