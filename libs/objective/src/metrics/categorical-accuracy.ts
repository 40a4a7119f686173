import type { MetricFactory } from "./metric.js";

/** 1 where the largest prediction stands at the largest target's place (the first of equals), else 0. */
export const categoricalAccuracy: MetricFactory = () => ({
  value: (predictions, targets, start, width) =>
    firstLargest(predictions, start, width) === firstLargest(targets, start, width) ? 1 : 0,
});

function firstLargest(values: Float32Array, start: number, width: number): number {
  let best = start;
  for (let i = start + 1; i < start + width; i++) {
    if ((values[i] ?? NaN) > (values[best] ?? NaN)) best = i;
  }
  return best - start;
}
