import { meanMetric } from "./mean-metric.js";
import type { Metric } from "./metric.js";

/** Share of the entry's values whose prediction, as 1 where it is above the threshold and else 0, equals the target. */
export function binaryAccuracy(width: number, threshold = 0.5): Metric {
  const border = Math.fround(threshold);
  return meanMetric(({ predictions, targets }, at) => {
    let right = 0;
    for (let i = at * width; i < (at + 1) * width; i++) {
      const predicted = (predictions[i] as number) > border ? 1 : 0;
      if (predicted === targets[i]) right += 1;
    }
    return right / width;
  });
}
