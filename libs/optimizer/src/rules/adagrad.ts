import type { Stretch } from "@lockstep/numerics";
import { momentAt, type RuleVectors, type UpdateRule } from "./update-rule.js";

export interface AdagradOptions {
  readonly initialAccumulatorValue: number;
  readonly epsilon: number;
}

const { fround, sqrt } = Math;

/**
 * Adagrad (Duchi et al. 2011) as Keras computes it, with epsilon inside the root:
 *
 *   a += g^2;  w -= lr * g / sqrt(a + epsilon)
 */
export function adagrad({ initialAccumulatorValue, epsilon }: AdagradOptions): UpdateRule {
  return {
    momentNames: ["accumulator"],
    momentStart: initialAccumulatorValue,
    at({ learningRate }) {
      const constants = { learningRate, epsilon: fround(epsilon) };
      return {
        name: "adagrad",
        numbers: [learningRate, constants.epsilon],
        over: (vectors, stretch) => adagradStretch(vectors, stretch, constants),
      };
    },
  };
}

function adagradStretch(
  vectors: RuleVectors,
  { begin, end }: Stretch,
  { learningRate, epsilon }: { learningRate: number; epsilon: number },
): void {
  const { parameters, gradient } = vectors;
  const accumulator = momentAt(vectors, 0);
  for (let index = begin; index < end; index++) {
    const g = gradient[index] as number;
    const a = fround((accumulator[index] as number) + fround(g * g));
    accumulator[index] = a;
    const step = fround(fround(learningRate * g) / fround(sqrt(fround(a + epsilon))));
    parameters[index] = (parameters[index] as number) - step;
  }
}
