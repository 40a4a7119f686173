import { log } from "@lockstep/numerics";
import { exponentiate, largestOf } from "../softmax.js";
import { clipProbability, isWithinClip } from "./epsilon.js";
import type { Loss, LossFactory } from "./loss.js";

/** Keras's `categorical_crossentropy`, -sum(y log p), of targets with a share for every class. */
export const categoricalCrossentropy: LossFactory<{ readonly labelSmoothing: number }> = (
  { labelSmoothing },
  { width, isLogits },
) => {
  const smooth = (target: number) => target * (1 - labelSmoothing) + labelSmoothing / width;
  const shareOf = labelSmoothing === 0 ? (target: number) => target : smooth;
  return isLogits ? fromLogits(width, shareOf) : fromProbabilities(width, shareOf);
};

/** sum(y) log(sum(exp(z))) - sum(y z), the stable form. */
function fromLogits(width: number, shareOf: (target: number) => number): Loss {
  const exponentials = new Float64Array(width);
  return {
    targetWidth: width,
    entry(outputs, targets, at, weight, gradient) {
      const start = at * width;
      const largest = largestOf(outputs, start, width);
      const sum = exponentiate(outputs, start, largest, exponentials);
      const logSum = log(sum);
      let loss = 0;
      let shares = 0;
      for (let k = 0; k < width; k++) {
        const share = shareOf(targets[start + k] as number);
        shares += share;
        loss += share * (logSum - ((outputs[start + k] as number) - largest));
      }
      if (!gradient) return loss;
      for (let k = 0; k < width; k++) {
        const probability = (exponentials[k] as number) / sum;
        gradient[start + k] = weight * (shares * probability - shareOf(targets[start + k] as number));
      }
      return loss;
    },
  };
}

/** Divides by the sum first, then clips, as Keras does; a clipped probability has no slope. */
function fromProbabilities(width: number, shareOf: (target: number) => number): Loss {
  const slopes = new Float64Array(width);
  return {
    targetWidth: width,
    entry(outputs, targets, at, weight, gradient) {
      const start = at * width;
      let sum = 0;
      for (let k = 0; k < width; k++) sum += outputs[start + k] as number;
      let loss = 0;
      let mean = 0; // of the slopes, weighted by the probabilities: what dividing by the sum takes off
      for (let k = 0; k < width; k++) {
        const share = shareOf(targets[start + k] as number);
        const probability = (outputs[start + k] as number) / sum;
        loss -= share * log(clipProbability(probability));
        const slope = isWithinClip(probability) ? -share / probability : 0;
        slopes[k] = slope;
        mean += slope * probability;
      }
      if (!gradient) return loss;
      for (let k = 0; k < width; k++) gradient[start + k] = (weight * ((slopes[k] as number) - mean)) / sum;
      return loss;
    },
  };
}
