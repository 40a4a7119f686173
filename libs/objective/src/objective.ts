/**
 * A job's loss and metrics over model outputs. Everything is a sum in float64, so that sums of micro-batches merge
 * exactly as sums: the mean is taken once, by {@link Objective.summarise}.
 *
 * Statistics layout: [lossSum, weight, rows, ...sums of the first metric, ...of the second, ...]. weight is the number of
 * loss entries (vectors along the last axis); a metric has two places, its sum and the number of entries in it.
 */
export interface Objective {
  /** Length of the statistics vector. */
  readonly statisticsLength: number;
  /** Names of the metrics, in the order of the job. */
  readonly metricNames: readonly string[];
  /**
   * True when the loss wants the last layer's values before its activation (Keras's logits path behind a sigmoid):
   * then `outputs` below are logits and `gradient` is with respect to them.
   */
  readonly fromLogits: boolean;
  /**
   * Adds the sums of B sequences to `statistics` and, where `gradient` is given, writes d(lossSum)/d(outputs) to it.
   * @param outputs (B, ...outputShape): logits where `fromLogits`, else predictions
   * @param targets (B, ...outputShape)
   * @param gradient (B, ...outputShape), overwritten
   */
  accumulate(
    rows: number,
    outputs: Float32Array,
    targets: Float32Array,
    statistics: Float64Array,
    gradient?: Float32Array,
  ): void;
  /** Means from sums: `loss` and each metric by name. */
  summarise(statistics: Float64Array): Readonly<Record<string, number>>;
}
