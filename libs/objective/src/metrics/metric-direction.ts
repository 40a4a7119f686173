import type { MetricSpec } from "@lockstep/job";
import type { MetricDirection } from "./metric.js";

/** Metrics of which more is better, as Keras has it; counts of what is right, for which Keras has no word, too. */
const growing: ReadonlySet<MetricSpec["type"]> = new Set<MetricSpec["type"]>([
  "accuracy",
  "auc",
  "binary_accuracy",
  "categorical_accuracy",
  "cosine_similarity",
  "f1_score",
  "precision",
  "r2_score",
  "recall",
  "sparse_categorical_accuracy",
  "sparse_top_k_categorical_accuracy",
  "top_k_categorical_accuracy",
  "true_negatives",
  "true_positives",
]);

/** What callbacks take for better where the job does not say. */
export function directionOf(type: MetricSpec["type"]): MetricDirection {
  return growing.has(type) ? "max" : "min";
}
