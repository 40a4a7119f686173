import type { LossSpec } from "@lockstep/job";
import { binaryCrossentropy } from "./binary-crossentropy.js";
import { categoricalCrossentropy } from "./categorical-crossentropy.js";
import { categoricalHinge } from "./categorical-hinge.js";
import { cosineSimilarity } from "./cosine-similarity.js";
import { hinge, squaredHinge } from "./hinge.js";
import { huber } from "./huber.js";
import { klDivergence } from "./kl-divergence.js";
import { logCosh } from "./log-cosh.js";
import type { LossFactory } from "./loss.js";
import { meanAbsoluteError } from "./mean-absolute-error.js";
import { meanAbsolutePercentageError } from "./mean-absolute-percentage-error.js";
import { meanSquaredError } from "./mean-squared-error.js";
import { meanSquaredLogarithmicError } from "./mean-squared-logarithmic-error.js";
import { poisson } from "./poisson.js";
import { sparseCategoricalCrossentropy } from "./sparse-categorical-crossentropy.js";

/** Every loss by Keras's name. A further loss is one more file and one more line here. */
export const lossRegistry: {
  readonly [Type in LossSpec["type"]]: LossFactory<Extract<LossSpec, { type: Type }>>;
} = {
  binary_crossentropy: binaryCrossentropy,
  categorical_crossentropy: categoricalCrossentropy,
  categorical_hinge: categoricalHinge,
  cosine_similarity: cosineSimilarity,
  hinge,
  huber,
  kl_divergence: klDivergence,
  log_cosh: logCosh,
  mean_absolute_error: meanAbsoluteError,
  mean_absolute_percentage_error: meanAbsolutePercentageError,
  mean_squared_error: meanSquaredError,
  mean_squared_logarithmic_error: meanSquaredLogarithmicError,
  poisson,
  sparse_categorical_crossentropy: sparseCategoricalCrossentropy,
  squared_hinge: squaredHinge,
};
