import type { Loss, LossFactory } from "../losses/loss.js";
import { ratio, weightOf, type MeasuredBatch, type Metric, type MetricFactory } from "./metric.js";

/** The weighted mean over entries of a number that each has; sums are that of weight * value and that of weight. */
export function meanMetric(value: (batch: MeasuredBatch, at: number) => number): Metric {
  return {
    length: 2,
    add(batch, sums) {
      let total = 0;
      let weights = 0;
      for (let at = 0; at < batch.entries; at++) {
        const weight = weightOf(batch, at);
        if (weight === 0) continue;
        total += weight * value(batch, at);
        weights += weight;
      }
      sums[0] = (sums[0] as number) + total;
      sums[1] = (sums[1] as number) + weights;
    },
    result: (sums) => ratio(sums[0] as number, sums[1] as number),
  };
}

/** The mean of a loss over what the model predicts. */
export function meanOfLoss<Spec>(factory: LossFactory<Spec>): MetricFactory<Spec> {
  return (spec, { width }) => {
    const loss = factory(spec, { width, isLogits: false });
    return meanLoss(loss, ({ predictions, targets }, at) => loss.entry(predictions, targets, at, 1));
  };
}

/** A mean metric with the targets that the loss wants. */
export function meanLoss(loss: Loss, value: (batch: MeasuredBatch, at: number) => number): Metric {
  return { ...meanMetric(value), ...(loss.targetRule && { targetRule: loss.targetRule }) };
}
