import type { Stretch } from "@lockstep/numerics";
import { momentAt, type RuleVectors, type UpdateRule } from "./update-rule.js";

export interface LionOptions {
  readonly beta1: number;
  readonly beta2: number;
}

const { fround, sign } = Math;

/**
 * Lion (Chen et al. 2023) as Keras computes it:
 *
 *   w -= lr * sign(m * beta1 + g * (1 - beta1));  m = m * beta2 + g * (1 - beta2)
 */
export function lion(options: LionOptions): UpdateRule {
  const beta1 = fround(options.beta1);
  const beta2 = fround(options.beta2);
  const constants = { beta1, beta2, rest1: fround(1 - beta1), rest2: fround(1 - beta2) };
  return {
    momentNames: ["momentum"],
    at({ learningRate }) {
      const all = { ...constants, learningRate };
      return {
        name: "lion",
        numbers: [beta1, beta2, all.rest1, all.rest2, learningRate],
        over: (vectors, stretch) => lionStretch(vectors, stretch, all),
      };
    },
  };
}

interface LionConstants {
  readonly beta1: number;
  readonly beta2: number;
  readonly rest1: number;
  readonly rest2: number;
  readonly learningRate: number;
}

function lionStretch(vectors: RuleVectors, { begin, end }: Stretch, constants: LionConstants): void {
  const { beta1, beta2, rest1, rest2, learningRate } = constants;
  const { parameters, gradient } = vectors;
  const momentum = momentAt(vectors, 0);
  for (let index = begin; index < end; index++) {
    const g = gradient[index] as number;
    const m = momentum[index] as number;
    const direction = sign(fround(fround(m * beta1) + fround(g * rest1)));
    momentum[index] = fround(fround(m * beta2) + fround(g * rest2));
    parameters[index] = (parameters[index] as number) - fround(learningRate * direction);
  }
}
