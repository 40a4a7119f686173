import type { Stretch } from "@lockstep/numerics";
import { momentAt, type RuleVectors, type UpdateRule } from "./update-rule.js";

export interface SgdOptions {
  /** 0: plain gradient descent, without a moment. */
  readonly momentum: number;
  readonly nesterov: boolean;
}

const { fround } = Math;

/**
 * Gradient descent as Keras computes it:
 *
 *   w -= g * lr;  with momentum m = m * mu - g * lr, w += m;  with Nesterov's w += m * mu - g * lr
 */
export function sgd({ momentum, nesterov }: SgdOptions): UpdateRule {
  if (momentum === 0) {
    return {
      momentNames: [],
      at: ({ learningRate }) => ({
        name: "sgd",
        numbers: [learningRate],
        over: (vectors, stretch) => plainStretch(vectors, stretch, learningRate),
      }),
    };
  }
  const constants = { mu: fround(momentum), nesterov };
  return {
    momentNames: ["momentum"],
    at({ learningRate }) {
      const all = { ...constants, learningRate };
      return {
        name: nesterov ? "sgd-nesterov" : "sgd-momentum",
        numbers: [all.mu, learningRate],
        over: (vectors, stretch) => momentumStretch(vectors, stretch, all),
      };
    },
  };
}

function plainStretch(
  { parameters, gradient }: RuleVectors,
  { begin, end }: Stretch,
  learningRate: number,
): void {
  for (let index = begin; index < end; index++) {
    parameters[index] = (parameters[index] as number) - fround((gradient[index] as number) * learningRate);
  }
}

function momentumStretch(
  vectors: RuleVectors,
  { begin, end }: Stretch,
  { mu, nesterov, learningRate }: { mu: number; nesterov: boolean; learningRate: number },
): void {
  const { parameters, gradient } = vectors;
  const velocity = momentAt(vectors, 0);
  for (let index = begin; index < end; index++) {
    const pull = fround((gradient[index] as number) * learningRate);
    const next = fround(fround((velocity[index] as number) * mu) - pull);
    velocity[index] = next;
    parameters[index] = (parameters[index] as number) + (nesterov ? fround(fround(next * mu) - pull) : next);
  }
}
