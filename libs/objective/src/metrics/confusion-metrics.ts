import { ratio, type MeasuredBatch, type Metric, type MetricFactory, type MetricSetting } from "./metric.js";
import { onValues, wrongMetric } from "./metric-requirements.js";

interface ThresholdOptions {
  readonly type: string;
  /** A prediction above it is positive. */
  readonly thresholds: number;
  /** Counts this place of the last axis alone. */
  readonly classId?: number;
}

/** Weights of what was predicted rightly and wrongly. */
interface Confusion {
  readonly truePositives: number;
  readonly falsePositives: number;
  readonly trueNegatives: number;
  readonly falseNegatives: number;
}

const counted = (result: (confusion: Confusion) => number): MetricFactory<ThresholdOptions> =>
  onValues((options, setting) => confusionMetric(options, setting, result));

export const precision = counted(({ truePositives, falsePositives }) =>
  ratio(truePositives, truePositives + falsePositives),
);
export const recall = counted(({ truePositives, falseNegatives }) =>
  ratio(truePositives, truePositives + falseNegatives),
);
export const truePositives = counted((confusion) => confusion.truePositives);
export const falsePositives = counted((confusion) => confusion.falsePositives);
export const trueNegatives = counted((confusion) => confusion.trueNegatives);
export const falseNegatives = counted((confusion) => confusion.falseNegatives);

/** Counts every value of every entry, masked ones too, as Keras does; a target other than 0 is positive. */
function confusionMetric(
  options: ThresholdOptions,
  { width }: MetricSetting,
  result: (confusion: Confusion) => number,
): Metric {
  const { classId } = options;
  if (classId !== undefined && classId >= width) {
    throw wrongMetric(options, `classId: expected a whole number from 0 to ${width - 1}, got ${classId}`);
  }
  const columns = classId === undefined ? { first: 0, end: width } : { first: classId, end: classId + 1 };
  const border = Math.fround(options.thresholds);
  return {
    length: 4,
    add: (batch, sums) => addCounts(batch, { width, ...columns, border }, sums),
    result: (sums) => {
      const [truePositives = 0, falsePositives = 0, trueNegatives = 0, falseNegatives = 0] = sums;
      return result({ truePositives, falsePositives, trueNegatives, falseNegatives });
    },
  };
}

interface Counting {
  readonly width: number;
  /** Places of the last axis that count. */
  readonly first: number;
  readonly end: number;
  readonly border: number;
}

function addCounts(
  { entries, predictions, targets, weights }: MeasuredBatch,
  { width, first, end, border }: Counting,
  sums: Float64Array,
): void {
  for (let at = 0; at < entries; at++) {
    const weight = weights ? (weights[at] as number) : 1;
    for (let i = at * width + first; i < at * width + end; i++) {
      const isPositive = targets[i] !== 0;
      const isPredicted = (predictions[i] as number) > border;
      const slot = isPredicted ? (isPositive ? 0 : 1) : isPositive ? 3 : 2;
      sums[slot] = (sums[slot] as number) + weight;
    }
  }
}
