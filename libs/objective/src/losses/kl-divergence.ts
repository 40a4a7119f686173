import { log } from "@lockstep/numerics";
import { epsilon } from "./epsilon.js";
import type { LossFactory } from "./loss.js";

const clip = (value: number) => Math.min(Math.max(value, epsilon), 1);

/** Kullback-Leibler divergence sum(y log(y / p)), both clipped to [1e-7, 1]; a clipped p has no slope. */
export const klDivergence: LossFactory<unknown> = (_, { width }) => ({
  targetWidth: width,
  entry(outputs, targets, at, weight, gradient) {
    let sum = 0;
    for (let i = at * width; i < (at + 1) * width; i++) {
      const output = outputs[i] as number;
      const p = clip(output);
      const y = clip(targets[i] as number);
      sum += y * log(y / p);
      if (gradient) gradient[i] = p === output ? (-weight * y) / p : 0;
    }
    return sum;
  },
});
