import { powInt } from "@lockstep/numerics";
import type { Optimizer, OptimizerState } from "./optimizer.js";

export interface AdamOptions {
  readonly learningRate: number;
  readonly beta1: number;
  readonly beta2: number;
  readonly epsilon: number;
}

const { fround, sqrt } = Math;

/**
 * Adam (Kingma & Ba 2015) as Keras computes it, with epsilon outside the root ("epsilon-hat"):
 *
 *   alpha = lr * sqrt(1 - beta2^t) / (1 - beta1^t)
 *   m += (g - m) * (1 - beta1);  v += (g^2 - v) * (1 - beta2);  w -= m * alpha / (sqrt(v) + epsilon)
 *
 * Keras takes powers of the betas as float32, which moves alpha by up to 1e-5 of its size; so does this.
 */
export function adam(options: AdamOptions): Optimizer {
  const learningRate = fround(options.learningRate);
  const constants = {
    rest1: fround(1 - options.beta1),
    rest2: fround(1 - options.beta2),
    epsilon: fround(options.epsilon),
  };
  return {
    momentNames: ["first_moment", "second_moment"],
    learningRate: () => learningRate,
    update(state, gradient) {
      const alpha = stepSize(learningRate, fround(options.beta1), fround(options.beta2), state.step + 1);
      return { step: state.step + 1, ...adamVectors(state, gradient, { ...constants, alpha }) };
    },
  };
}

/** alpha of step t, in float32 as Keras computes it. */
function stepSize(learningRate: number, beta1: number, beta2: number, t: number): number {
  const correction1 = fround(1 - fround(powInt(beta1, t)));
  const correction2 = fround(1 - fround(powInt(beta2, t)));
  return fround(fround(learningRate * fround(sqrt(correction2))) / correction1);
}

interface AdamConstants {
  readonly rest1: number;
  readonly rest2: number;
  readonly epsilon: number;
  readonly alpha: number;
}

function adamVectors(
  state: OptimizerState,
  gradient: Float32Array,
  { rest1, rest2, epsilon, alpha }: AdamConstants,
): Pick<OptimizerState, "parameters" | "moments"> {
  const [first, second] = state.moments;
  if (!first || !second) throw new RangeError(`moments: expected 2, got ${state.moments.length}`);
  const parameters = new Float32Array(state.parameters);
  for (let index = 0; index < parameters.length; index++) {
    const g = gradient[index] as number;
    const m = first[index] as number;
    const v = second[index] as number;
    const nextM = fround(m + fround(fround(g - m) * rest1));
    const nextV = fround(v + fround(fround(fround(g * g) - v) * rest2));
    const denominator = fround(fround(sqrt(nextV)) + epsilon);
    first[index] = nextM;
    second[index] = nextV;
    parameters[index] = (parameters[index] as number) - fround(fround(nextM * alpha) / denominator);
  }
  return { parameters, moments: state.moments };
}
