import { cosineSimilarity } from "../losses/cosine-similarity.js";
import { meanOfLoss } from "./mean-metric.js";
import type { MetricFactory } from "./metric.js";

/** Cosine of the angle between predictions and targets: 1 where they point the same way, other than the loss. */
export const cosineSimilarityMetric: MetricFactory<unknown> = (spec, setting) => {
  const loss = meanOfLoss(cosineSimilarity)(spec, setting);
  return { ...loss, result: (sums) => -loss.result(sums) };
};
