import { firstLargest } from "./first-largest.js";
import { meanMetric } from "./mean-metric.js";
import type { Metric } from "./metric.js";

/** 1 where the largest prediction stands at the largest target's place (the first of equals), else 0. */
export function categoricalAccuracy(width: number): Metric {
  return meanMetric(({ predictions, targets }, at) =>
    firstLargest(predictions, at * width, width) === firstLargest(targets, at * width, width) ? 1 : 0,
  );
}

/** 1 where the largest prediction (the first of equals) stands at the place that the target names, else 0. */
export function sparseCategoricalAccuracy(width: number): Metric {
  return meanMetric(({ predictions, targets }, at) =>
    firstLargest(predictions, at * width, width) === targets[at] ? 1 : 0,
  );
}
