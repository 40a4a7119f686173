import type { OutputMeaning, TargetRule } from "../losses/loss.js";

/** A batch as metrics see it, entry by entry. */
export interface MeasuredBatch {
  /** Number of entries. */
  readonly entries: number;
  /** What the loss works on: logits where the objective has them, else the predictions. */
  readonly outputs: Float32Array;
  /** What the model predicts, in float32, final activation applied. */
  readonly predictions: Float32Array;
  readonly targets: Float32Array;
  /** Of a weighted metric: sample weights, one for each entry. */
  readonly weights?: Float32Array;
  /** 0 where an entry is masked, one for each entry. */
  readonly mask?: Float32Array | undefined;
}

/** Whether a smaller or a larger value is better. */
export type MetricDirection = "min" | "max";

/** A metric as sums, which merge by addition, and a number made from them. */
export interface Metric {
  /** Number of sums. */
  readonly length: number;
  /** What the targets must be wherever they count; absent: any numbers will do. */
  readonly targetRule?: TargetRule;
  /** Adds a batch's to `sums`, (length). */
  add(batch: MeasuredBatch, sums: Float64Array): void;
  /** The metric's value. */
  result(sums: Float64Array): number;
}

/** What a metric is made for. */
export interface MetricSetting {
  /** Values of an entry of the outputs. */
  readonly width: number;
  /** Values of an entry of the targets. */
  readonly targetWidth: number;
  readonly meaning: OutputMeaning;
  /** Entries of a sequence are more than one. */
  readonly hasSteps: boolean;
}

/** Makes a metric from its options in the job. @throws ObjectiveError `wrong-metric` where it cannot be measured */
export type MetricFactory<Spec> = (spec: Spec, setting: MetricSetting) => Metric;

/** What an entry counts for in a metric that honours the mask. */
export function weightOf({ mask, weights }: MeasuredBatch, at: number): number {
  if (mask?.[at] === 0) return 0;
  return weights ? (weights[at] as number) : 1;
}

/** a / b, and 0 where b is 0, as Keras's divide_no_nan. */
export function ratio(a: number, b: number): number {
  return b === 0 ? 0 : a / b;
}
