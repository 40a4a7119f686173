import { log } from "@lockstep/numerics";
import { exponentiate, largestOf } from "../softmax.js";
import { clipProbability, isWithinClip } from "./epsilon.js";
import type { Loss, LossFactory, TargetRule } from "./loss.js";

export interface SparseOptions {
  /** Entries of this class count for nothing. */
  readonly ignoreClass?: number;
}

/** Keras's `sparse_categorical_crossentropy`, -log p of the class whose number the target is. */
export const sparseCategoricalCrossentropy: LossFactory<SparseOptions> = (
  { ignoreClass },
  { width, isLogits },
) => ({
  targetWidth: 1,
  targetRule: classNumber(width),
  ...(ignoreClass !== undefined && { ignoredTarget: ignoreClass }),
  entry: isLogits ? fromLogits(width) : fromProbabilities(width),
});

/** Class numbers of outputs of `width` values. */
function classNumber(width: number): TargetRule {
  return {
    expected: `a class number from 0 to ${width - 1}`,
    holds: (target) => Number.isInteger(target) && target >= 0 && target < width,
  };
}

/** log(sum(exp(z))) - z of the class, the stable form. */
function fromLogits(width: number): Loss["entry"] {
  const exponentials = new Float64Array(width);
  return (outputs, targets, at, weight, gradient) => {
    const start = at * width;
    const target = targets[at] as number;
    const largest = largestOf(outputs, start, width);
    const sum = exponentiate(outputs, start, largest, exponentials);
    if (gradient) {
      for (let k = 0; k < width; k++) gradient[start + k] = weight * ((exponentials[k] as number) / sum);
      // Subtracted in float64: near 1, what float32 holds of the probability is too coarse.
      gradient[start + target] = weight * ((exponentials[target] as number) / sum - 1);
    }
    return log(sum) - ((outputs[start + target] as number) - largest);
  };
}

/** Keras clips, takes the logarithm and then the softmax of that: log(sum(clipped p)) - log(clipped p of the class). */
function fromProbabilities(width: number): Loss["entry"] {
  return (outputs, targets, at, weight, gradient) => {
    const start = at * width;
    const target = targets[at] as number;
    let sum = 0;
    for (let k = 0; k < width; k++) sum += clipProbability(outputs[start + k] as number);
    const probability = clipProbability(outputs[start + target] as number);
    if (gradient) {
      for (let k = 0; k < width; k++) {
        const slope = k === target ? 1 / sum - 1 / probability : 1 / sum;
        gradient[start + k] = isWithinClip(outputs[start + k] as number) ? weight * slope : 0;
      }
    }
    return log(sum) - log(probability);
  };
}
