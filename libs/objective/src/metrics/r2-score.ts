import type { MeasuredBatch, Metric } from "./metric.js";
import { onSequences, onValues } from "./metric-requirements.js";

export interface R2Options {
  readonly type: string;
  readonly classAggregation: "uniform_average" | "variance_weighted_average";
  /** Above 0: the adjusted score. */
  readonly numRegressors: number;
}

/** Sums of a column of the outputs; after those of all columns comes the number of target values. */
const slots = { targets: 0, squares: 1, residuals: 2, weights: 3, length: 4 } as const;

/** Coefficient of determination: 1 - sum of squared residuals / sum of squared deviations from the mean. */
export const r2Score = onSequences(
  onValues<R2Options>((options, { width }): Metric => ({
    length: slots.length * width + 1,
    add: (batch, sums) => addSums(batch, width, sums),
    result: (sums) => adjust(aggregate(sums, width, options), sums.at(-1) ?? 0, options.numRegressors),
  })),
);

function addSums(
  { entries, predictions, targets, weights }: MeasuredBatch,
  width: number,
  sums: Float64Array,
): void {
  for (let at = 0; at < entries; at++) {
    const weight = weights ? (weights[at] as number) : 1;
    for (let k = 0; k < width; k++) {
      const target = targets[at * width + k] as number;
      const error = target - (predictions[at * width + k] as number);
      add(sums, k * slots.length + slots.targets, weight * target);
      add(sums, k * slots.length + slots.squares, weight * target * target);
      add(sums, k * slots.length + slots.residuals, weight * error * error);
      add(sums, k * slots.length + slots.weights, weight);
    }
  }
  add(sums, width * slots.length, entries * width);
}

function aggregate(sums: Float64Array, width: number, { classAggregation }: R2Options): number {
  const isByVariance = classAggregation === "variance_weighted_average";
  let scores = 0;
  let weights = 0;
  for (let k = 0; k < width; k++) {
    const column = sums.subarray(k * slots.length, (k + 1) * slots.length);
    const [targets = 0, squares = 0, residuals = 0, count = 0] = column;
    const deviations = squares - (targets * targets) / count;
    const score = 1 - residuals / deviations;
    const weight = isByVariance ? deviations : 1;
    // Targets that are all the same explain nothing: Keras's score of them is 0.
    scores += weight * (Math.abs(score) === Infinity ? 0 : score);
    weights += weight;
  }
  return scores / weights;
}

/** Takes off what regressors explain by chance, where there are more samples than regressors. */
function adjust(score: number, samples: number, numRegressors: number): number {
  if (numRegressors === 0 || numRegressors >= samples - 1) return score;
  return 1 - ((1 - score) * (samples - 1)) / (samples - numRegressors - 1);
}

function add(sums: Float64Array, slot: number, value: number): void {
  sums[slot] = (sums[slot] as number) + value;
}
