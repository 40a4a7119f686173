import { exp, log, log1p } from "@lockstep/numerics";
import { sigmoid } from "../sigmoid.js";
import { elementwiseLoss, type ElementLoss } from "./elementwise-loss.js";
import type { LossFactory } from "./loss.js";

/** Keras's epsilon as float32 has it: probabilities are clipped to [1e-7, 1 - 1.19e-7]. */
const lowestProbability = Math.fround(1e-7);
const highestProbability = Math.fround(1 - 1e-7);

/** max(z, 0) - z*y + log(1 + exp(-|z|)), TensorFlow's stable form: never overflows. */
const fromLogits: ElementLoss = {
  value: (logit, target) => Math.max(logit, 0) - logit * target + log1p(exp(-Math.abs(logit))),
  slope: (logit, target) => sigmoid(logit) - target,
};

/** -y*log(p) - (1-y)*log(1-p) of the clipped p; a clipped p has no slope. */
const fromProbabilities: ElementLoss = {
  value(probability, target) {
    const p = Math.min(Math.max(probability, lowestProbability), highestProbability);
    return -target * log(p) - (1 - target) * log(1 - p);
  },
  slope(probability, target) {
    if (probability < lowestProbability || probability > highestProbability) return 0;
    return (1 - target) / (1 - probability) - target / probability;
  },
};

/** Keras's `binary_crossentropy`: from logits wherever they are to be had, else from clipped probabilities. */
export const binaryCrossentropy: LossFactory = (meaning) =>
  elementwiseLoss(meaning === "predictions" ? fromProbabilities : fromLogits);
