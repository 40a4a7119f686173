import { exp, log, log1p, sigmoid } from "@lockstep/numerics";
import { elementwiseLoss, type ElementLoss } from "./elementwise-loss.js";
import { clipProbability, isWithinClip } from "./epsilon.js";
import type { LossFactory } from "./loss.js";

/** max(z, 0) - z*y + log(1 + exp(-|z|)), TensorFlow's stable form: never overflows. */
const fromLogits: ElementLoss = {
  value: (logit, target) => Math.max(logit, 0) - logit * target + log1p(exp(-Math.abs(logit))),
  slope: (logit, target) => sigmoid(logit) - target,
};

/** -y*log(p) - (1-y)*log(1-p) of the clipped p; a clipped p has no slope. */
const fromProbabilities: ElementLoss = {
  value(probability, target) {
    const p = clipProbability(probability);
    return -target * log(p) - (1 - target) * log(1 - p);
  },
  slope: (probability, target) =>
    isWithinClip(probability) ? (1 - target) / (1 - probability) - target / probability : 0,
};

/** Keras's `binary_crossentropy`: from logits wherever they are to be had, else from clipped probabilities. */
export const binaryCrossentropy: LossFactory<{ readonly labelSmoothing: number }> = (
  { labelSmoothing },
  { width, isLogits },
) => elementwiseLoss(width, smoothed(isLogits ? fromLogits : fromProbabilities, labelSmoothing));

/** Moves targets towards a half. */
function smoothed(element: ElementLoss, labelSmoothing: number): ElementLoss {
  if (labelSmoothing === 0) return element;
  const smooth = (target: number) => target * (1 - labelSmoothing) + 0.5 * labelSmoothing;
  return {
    value: (output, target) => element.value(output, smooth(target)),
    slope: (output, target) => element.slope(output, smooth(target)),
  };
}
