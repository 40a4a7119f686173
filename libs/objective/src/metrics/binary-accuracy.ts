import type { MetricFactory } from "./metric.js";

const threshold = 0.5;

/** Share of the entry's values whose prediction, as 1 where it is above 0.5 and else 0, equals the target. */
export const binaryAccuracy: MetricFactory = () => ({
  value(predictions, targets, start, width) {
    let right = 0;
    for (let i = start; i < start + width; i++) {
      const predicted = (predictions[i] ?? NaN) > threshold ? 1 : 0;
      if (predicted === targets[i]) right += 1;
    }
    return right / width;
  },
});
