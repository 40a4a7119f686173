import { powInt, type Stretch } from "@lockstep/numerics";
import { momentAt, type RuleVectors, type UpdateRule } from "./update-rule.js";

export interface AdamOptions {
  readonly beta1: number;
  readonly beta2: number;
  readonly epsilon: number;
  /** Divide by the largest second moment so far (Reddi et al. 2018). Default: false. */
  readonly amsgrad?: boolean | undefined;
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
export function adam(options: AdamOptions): UpdateRule {
  const constants = {
    rest1: fround(1 - options.beta1),
    rest2: fround(1 - options.beta2),
    epsilon: fround(options.epsilon),
  };
  const names = ["first_moment", "second_moment"];
  return {
    momentNames: options.amsgrad ? [...names, "largest_second_moment"] : names,
    at({ update, learningRate }) {
      const alpha = stepSize(learningRate, fround(options.beta1), fround(options.beta2), update);
      const all = { ...constants, alpha };
      const move = options.amsgrad ? amsgradStretch : adamStretch;
      return {
        name: options.amsgrad ? "amsgrad" : "adam",
        numbers: [all.rest1, all.rest2, all.epsilon, alpha],
        over: (vectors, stretch) => move(vectors, stretch, all),
      };
    },
  };
}

/** alpha of update t, in float32 as Keras computes it. */
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

function adamStretch(
  vectors: RuleVectors,
  { begin, end }: Stretch,
  { rest1, rest2, epsilon, alpha }: AdamConstants,
): void {
  const { parameters, gradient } = vectors;
  const first = momentAt(vectors, 0);
  const second = momentAt(vectors, 1);
  for (let index = begin; index < end; index++) {
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
}

/** A loop of its own, so that Adam without the option pays nothing for it. */
function amsgradStretch(
  vectors: RuleVectors,
  { begin, end }: Stretch,
  { rest1, rest2, epsilon, alpha }: AdamConstants,
): void {
  const { parameters, gradient } = vectors;
  const first = momentAt(vectors, 0);
  const second = momentAt(vectors, 1);
  const largest = momentAt(vectors, 2);
  for (let index = begin; index < end; index++) {
    const g = gradient[index] as number;
    const m = first[index] as number;
    const v = second[index] as number;
    const nextM = fround(m + fround(fround(g - m) * rest1));
    const nextV = fround(v + fround(fround(fround(g * g) - v) * rest2));
    const most = Math.max(largest[index] as number, nextV);
    first[index] = nextM;
    second[index] = nextV;
    largest[index] = most;
    const denominator = fround(fround(sqrt(most)) + epsilon);
    parameters[index] = (parameters[index] as number) - fround(fround(nextM * alpha) / denominator);
  }
}
