/**
 * A metric over one entry: the vector along the last axis, `width` values from index `start`. Its mean over entries is
 * what Keras reports; like losses it is summed here and divided once.
 */
export interface Metric {
  /** @param predictions what the model predicts, in float32, final activation applied. */
  value(predictions: Float32Array, targets: Float32Array, start: number, width: number): number;
}

/** Makes a metric for entries of `width` values. */
export type MetricFactory = (width: number) => Metric;
