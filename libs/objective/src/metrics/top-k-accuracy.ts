import { firstLargest } from "./first-largest.js";
import { meanMetric } from "./mean-metric.js";
import type { Metric } from "./metric.js";

/** Share of entries whose largest target is among the k largest predictions. */
export function topKAccuracy(width: number, k: number): Metric {
  return meanMetric(({ predictions, targets }, at) => {
    const place = firstLargest(targets, at * width, width);
    return isInTopK(predictions, at * width, width, place, k) ? 1 : 0;
  });
}

/** Share of entries whose class, the target, is among the k largest predictions. */
export function sparseTopKAccuracy(width: number, k: number): Metric {
  return meanMetric(({ predictions, targets }, at) => {
    const place = targets[at] as number;
    return isInTopK(predictions, at * width, width, place, k) ? 1 : 0;
  });
}

/**
 * TensorFlow's in_top_k: fewer than k are larger, so equals at the border are all in; never so among infinities and
 * NaN, nor where the place, counted from `start`, does not exist.
 */
function isInTopK(
  predictions: Float32Array,
  start: number,
  width: number,
  place: number,
  k: number,
): boolean {
  const chosen = place >= 0 && place < width ? predictions[start + place] : undefined;
  if (chosen === undefined || !Number.isFinite(chosen)) return false;
  let larger = 0;
  for (let i = start; i < start + width; i++) {
    const prediction = predictions[i] as number;
    if (!Number.isFinite(prediction)) return false;
    if (prediction > chosen) larger += 1;
  }
  return larger < k;
}
