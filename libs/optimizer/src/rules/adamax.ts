import { powInt, type Stretch } from "@lockstep/numerics";
import { momentAt, type RuleVectors, type UpdateRule } from "./update-rule.js";

export interface AdamaxOptions {
  readonly beta1: number;
  readonly beta2: number;
  readonly epsilon: number;
}

const { fround, abs, max } = Math;

/**
 * Adamax (Kingma & Ba 2015, section 7), Adam by the infinity norm, as Keras computes it:
 *
 *   m += (g - m) * (1 - beta1);  u = max(beta2 * u, |g|);  w -= lr * m / ((1 - beta1^t) * (u + epsilon))
 */
export function adamax({ beta1, beta2, epsilon }: AdamaxOptions): UpdateRule {
  const constants = { rest1: fround(1 - beta1), decay: fround(beta2), epsilon: fround(epsilon) };
  return {
    momentNames: ["first_moment", "infinity_norm"],
    at({ update, learningRate }) {
      const correction = fround(1 - fround(powInt(fround(beta1), update)));
      const all = { ...constants, correction, learningRate };
      return {
        name: "adamax",
        numbers: [all.rest1, all.decay, all.epsilon, correction, learningRate],
        over: (vectors, stretch) => adamaxStretch(vectors, stretch, all),
      };
    },
  };
}

interface AdamaxConstants {
  readonly rest1: number;
  readonly decay: number;
  readonly epsilon: number;
  readonly correction: number;
  readonly learningRate: number;
}

function adamaxStretch(
  vectors: RuleVectors,
  { begin, end }: Stretch,
  { rest1, decay, epsilon, correction, learningRate }: AdamaxConstants,
): void {
  const { parameters, gradient } = vectors;
  const first = momentAt(vectors, 0);
  const norm = momentAt(vectors, 1);
  for (let index = begin; index < end; index++) {
    const g = gradient[index] as number;
    const m = first[index] as number;
    const nextM = fround(m + fround(fround(g - m) * rest1));
    const nextU = max(fround(decay * (norm[index] as number)), abs(g));
    first[index] = nextM;
    norm[index] = nextU;
    const denominator = fround(correction * fround(nextU + epsilon));
    parameters[index] = (parameters[index] as number) - fround(fround(learningRate * nextM) / denominator);
  }
}
