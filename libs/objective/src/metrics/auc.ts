import { log, sigmoid } from "@lockstep/numerics";
import { ratio, type MeasuredBatch, type Metric } from "./metric.js";
import { onValues } from "./metric-requirements.js";

export interface AucOptions {
  readonly type: string;
  readonly numThresholds: number;
  readonly curve: "ROC" | "PR";
  readonly summationMethod: "interpolation" | "minoring" | "majoring";
  /** Whether predictions go through a sigmoid first. */
  readonly fromLogits: boolean;
}

/** Weights of positive predictions at each threshold, and of all targets. */
interface Counts {
  readonly truePositives: Float64Array;
  readonly falsePositives: Float64Array;
  readonly positives: number;
  readonly negatives: number;
}

/**
 * Area under the curve by Keras's evenly spaced thresholds, all values of the last axis as one label, masked ones too.
 * Sums are the weights of positive targets by the bucket between two thresholds that the prediction falls into, then of
 * negative ones.
 */
export const auc = onValues<AucOptions>((options, { width }): Metric => ({
  length: 2 * options.numThresholds,
  add: (batch, sums) => addBuckets(batch, width, options, sums),
  result(sums) {
    const counts = cumulate(sums, options.numThresholds);
    if (options.curve === "PR" && options.summationMethod === "interpolation") {
      return interpolatedPrecisionRecall(counts);
    }
    return riemannSum(counts, options);
  },
}));

function addBuckets(
  { entries, predictions, targets, weights }: MeasuredBatch,
  width: number,
  { numThresholds, fromLogits }: AucOptions,
  sums: Float64Array,
): void {
  for (let at = 0; at < entries; at++) {
    const weight = weights ? (weights[at] as number) : 1;
    for (let i = at * width; i < (at + 1) * width; i++) {
      const prediction = predictions[i] as number;
      const bucket = bucketOf(fromLogits ? Math.fround(sigmoid(prediction)) : prediction, numThresholds);
      const slot = targets[i] === 0 ? numThresholds + bucket : bucket;
      sums[slot] = (sums[slot] as number) + weight;
    }
  }
}

/**
 * The last threshold that is below the prediction. The first and the last threshold are -1e-7 and 1 + 1e-7, so 0 is
 * above the first. In float32 as Keras has it: k/199 must fall below threshold k.
 */
function bucketOf(prediction: number, numThresholds: number): number {
  if (!(prediction > 0)) return 0;
  return Math.max(Math.ceil(Math.fround(Math.min(prediction, 1) * (numThresholds - 1))) - 1, 0);
}

/** Who is in bucket k is above thresholds 0 to k. */
function cumulate(sums: Float64Array, numThresholds: number): Counts {
  const fromTheEnd = (buckets: Float64Array) => {
    for (let k = buckets.length - 2; k >= 0; k--) {
      buckets[k] = (buckets[k] as number) + (buckets[k + 1] as number);
    }
    return buckets;
  };
  const truePositives = fromTheEnd(sums.slice(0, numThresholds));
  const falsePositives = fromTheEnd(sums.slice(numThresholds));
  // Every prediction is above the first threshold.
  return {
    truePositives,
    falsePositives,
    positives: truePositives[0] ?? 0,
    negatives: falsePositives[0] ?? 0,
  };
}

function riemannSum(counts: Counts, { curve, summationMethod }: AucOptions): number {
  const recall = (k: number) => ratio(at(counts.truePositives, k), counts.positives);
  const fallOut = (k: number) => ratio(at(counts.falsePositives, k), counts.negatives);
  const precision = (k: number) => ratio(at(counts.truePositives, k), predicted(counts, k));
  const [x, y] = curve === "ROC" ? [fallOut, recall] : [recall, precision];
  let area = 0;
  for (let k = 0; k + 1 < counts.truePositives.length; k++) {
    area += (x(k) - x(k + 1)) * heights[summationMethod](y(k), y(k + 1));
  }
  return area;
}

const heights = {
  interpolation: (a: number, b: number) => (a + b) / 2,
  minoring: Math.min,
  majoring: Math.max,
};

/**
 * Between two thresholds true positives are taken to grow in a straight line with all predicted positives, not the
 * precision. Source: Davis and Goadrich, "The relationship between precision-recall and ROC curves", ICML 2006.
 */
function interpolatedPrecisionRecall(counts: Counts): number {
  let area = 0;
  for (let k = 0; k + 1 < counts.truePositives.length; k++) {
    const [here, next] = [predicted(counts, k), predicted(counts, k + 1)];
    const gained = at(counts.truePositives, k) - at(counts.truePositives, k + 1);
    const slope = ratio(gained, Math.max(here - next, 0));
    const intercept = at(counts.truePositives, k + 1) - slope * next;
    const growth = here > 0 && next > 0 ? here / next : 1;
    area += ratio(slope * (gained + intercept * log(growth)), counts.positives);
  }
  return area;
}

/** Weight of all that is predicted positive at threshold k. */
function predicted(counts: Counts, k: number): number {
  return at(counts.truePositives, k) + at(counts.falsePositives, k);
}

function at(values: Float64Array, index: number): number {
  return values[index] as number;
}
