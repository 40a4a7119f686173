import { epsilon } from "../losses/epsilon.js";
import { largestOf } from "../softmax.js";
import type { MeasuredBatch, Metric } from "./metric.js";
import { onSequences, onValues } from "./metric-requirements.js";

export interface F1Options {
  readonly type: string;
  /** How classes become one number: counted together, their mean, or their mean by how often they are targets. */
  readonly average: "micro" | "macro" | "weighted";
  /** A prediction above it is positive. Absent: the largest of an entry is. */
  readonly threshold?: number;
}

/** Sums of a class. */
const slots = { truePositives: 0, falsePositives: 1, falseNegatives: 2, targets: 3, length: 4 } as const;

/** Harmonic mean of precision and recall, with Keras's epsilons. */
export const f1Score = onSequences(
  onValues<F1Options>((options, { width }): Metric => {
    const classes = options.average === "micro" ? 1 : width;
    return {
      length: slots.length * classes,
      add: (batch, sums) => addCounts(batch, width, options, sums),
      result: (sums) => average(sums, classes, options.average === "weighted"),
    };
  }),
);

function addCounts(batch: MeasuredBatch, width: number, options: F1Options, sums: Float64Array): void {
  const { entries, predictions, targets, weights } = batch;
  const stride = options.average === "micro" ? 0 : slots.length;
  const border = options.threshold === undefined ? undefined : Math.fround(options.threshold);
  for (let at = 0; at < entries; at++) {
    const weight = weights ? (weights[at] as number) : 1;
    const largest = border ?? largestOf(predictions, at * width, width);
    for (let k = 0; k < width; k++) {
      const target = targets[at * width + k] as number;
      const prediction = predictions[at * width + k] as number;
      const isLargest = prediction >= largest && Math.abs(prediction) > 1e-9;
      const predicted = (border === undefined ? isLargest : prediction > border) ? 1 : 0;
      add(sums, k * stride + slots.truePositives, weight * predicted * target);
      add(sums, k * stride + slots.falsePositives, weight * predicted * (1 - target));
      add(sums, k * stride + slots.falseNegatives, weight * (1 - predicted) * target);
      add(sums, k * stride + slots.targets, weight * target);
    }
  }
}

function average(sums: Float64Array, classes: number, isByTargets: boolean): number {
  let scores = 0;
  let weights = 0;
  for (let k = 0; k < classes; k++) {
    const weight = isByTargets ? (sums[k * slots.length + slots.targets] as number) : 1;
    scores += weight * score(sums, k * slots.length);
    weights += weight;
  }
  return scores / (isByTargets ? weights + epsilon : weights);
}

function score(sums: Float64Array, start: number): number {
  const truePositives = sums[start + slots.truePositives] as number;
  const precision =
    truePositives / (truePositives + (sums[start + slots.falsePositives] as number) + epsilon);
  const recall = truePositives / (truePositives + (sums[start + slots.falseNegatives] as number) + epsilon);
  return (2 * precision * recall) / (precision + recall + epsilon);
}

function add(sums: Float64Array, slot: number, value: number): void {
  sums[slot] = (sums[slot] as number) + value;
}
