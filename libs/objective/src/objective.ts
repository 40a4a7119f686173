import type { MetricDirection } from "./metrics/metric.js";
import type { ObjectiveDescription } from "./objective-description.js";

/** Outputs of a model with what they are measured by. An entry is one vector along the last axis of the outputs. */
export interface OutputBatch {
  /** Number of sequences B. */
  readonly rows: number;
  /** (B, ...output shape): logits where the objective is `fromLogits`, else predictions. */
  readonly outputs: Float32Array;
  /** (B, ...) with `targetWidth` values for each entry. */
  readonly targets: Float32Array;
  /** Sample weights: one for each sequence (B), or for each entry (B, T). */
  readonly weights?: Float32Array;
  /** The model's mask, one for each entry (B, T), 1 = use. */
  readonly mask?: Float32Array;
}

/**
 * A job's loss and metrics over model outputs. Everything is a sum in float64, so that sums of micro-batches merge
 * exactly as sums: the quotient is taken once, by {@link Objective.summarise}.
 *
 * Statistics layout: [lossSum, weight, rows, ...sums of the first metric, ...of the second, ...]. weight is what Keras
 * divides the loss by: the number of valid entries. How many places a metric has is its own affair.
 */
export interface Objective {
  /** Length of the statistics vector. */
  readonly statisticsLength: number;
  /** Names of the metrics as Keras's history has them, in its order. */
  readonly metricNames: readonly string[];
  /** For each metric, whether a smaller or a larger value is better. */
  readonly metricDirections: readonly MetricDirection[];
  /** Target values for each entry: the width of the output, or 1 where targets are class numbers. */
  readonly targetWidth: number;
  /**
   * True when the loss wants the last layer's values before its activation (Keras's logits path behind a sigmoid or
   * softmax): then `outputs` are logits and `gradient` is with respect to them.
   */
  readonly fromLogits: boolean;
  /** What it is, for those who compute its sums by themselves. Absent: `accumulate` alone knows. */
  readonly description?: ObjectiveDescription;
  /**
   * Adds the sums of B sequences to `statistics` and, where `gradient` is given, writes d(lossSum)/d(outputs) to it.
   * @param gradient shaped as outputs, overwritten
   * @throws ObjectiveError where an array has a length that does not fit, or a target is out of range
   */
  accumulate(batch: OutputBatch, statistics: Float64Array, gradient?: Float32Array): void;
  /** Quotients of sums: `loss` and each metric by name. A batch without a valid entry has the loss 0. */
  summarise(statistics: Float64Array): Readonly<Record<string, number>>;
}
