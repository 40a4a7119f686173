import { powInt, type Stretch } from "@lockstep/numerics";
import { momentAt, type RuleVectors, type UpdateRule } from "./update-rule.js";

export interface NadamOptions {
  readonly beta1: number;
  readonly beta2: number;
  readonly epsilon: number;
}

const { fround, sqrt } = Math;

/** By which the momentum grows towards beta1 (Dozat 2016). */
const decay = fround(0.96);

/**
 * Nadam (Dozat 2016), Adam with Nesterov's momentum, as Keras computes it. The momentum of update t is
 * u_t = beta1 * (1 - 0.5 * 0.96^t), and U_t the product of u_1 to u_t:
 *
 *   m += (g - m) * (1 - beta1);  v += (g^2 - v) * (1 - beta2)
 *   mHat = u_{t+1} * m / (1 - U_{t+1}) + (1 - u_t) * g / (1 - U_t);  vHat = v / (1 - beta2^t)
 *   w -= mHat * lr / (sqrt(vHat) + epsilon)
 */
export function nadam({ beta1, beta2, epsilon }: NadamOptions): UpdateRule {
  const momentum = (t: number): number =>
    fround(fround(beta1) * fround(1 - fround(0.5 * fround(powInt(decay, t)))));
  const productOf = runningProduct(fround(beta1));
  const rest1 = fround(1 - fround(beta1));
  const rest2 = fround(1 - fround(beta2));
  return {
    momentNames: ["first_moment", "second_moment"],
    at({ update, learningRate }) {
      const product = productOf(update);
      const now = momentum(update);
      const next = momentum(update + 1);
      const constants = {
        rest1,
        rest2,
        epsilon: fround(epsilon),
        learningRate,
        next,
        nextCorrection: fround(1 - fround(product * next)),
        rest: fround(1 - now),
        correction: fround(1 - product),
        correction2: fround(1 - fround(powInt(fround(beta2), update))),
      };
      return {
        name: "nadam",
        numbers: numbersOf(constants),
        over: (vectors, stretch) => nadamStretch(vectors, stretch, constants),
      };
    },
  };
}

/**
 * U_t in float32, each factor multiplied in Keras's order. It depends on t alone, so that a state needs no place for it;
 * going on from the last t that was asked for only saves time.
 */
function runningProduct(beta1: number): (t: number) => number {
  let last = { t: 0, product: 1 };
  return (t) => {
    if (t < last.t) last = { t: 0, product: 1 };
    while (last.t < t) {
      const factor = fround(1 - fround(0.5 * fround(powInt(decay, last.t + 1))));
      last = { t: last.t + 1, product: fround(fround(last.product * beta1) * factor) };
    }
    return last.product;
  };
}

interface NadamConstants {
  readonly rest1: number;
  readonly rest2: number;
  readonly epsilon: number;
  readonly learningRate: number;
  readonly next: number;
  readonly nextCorrection: number;
  readonly rest: number;
  readonly correction: number;
  readonly correction2: number;
}

function numbersOf(constants: NadamConstants): number[] {
  const { rest1, rest2, epsilon, learningRate, next, nextCorrection, rest, correction, correction2 } =
    constants;
  return [rest1, rest2, epsilon, learningRate, next, nextCorrection, rest, correction, correction2];
}

function nadamStretch(vectors: RuleVectors, { begin, end }: Stretch, constants: NadamConstants): void {
  const { rest1, rest2, epsilon, learningRate, next, nextCorrection, rest, correction, correction2 } =
    constants;
  const { parameters, gradient } = vectors;
  const first = momentAt(vectors, 0);
  const second = momentAt(vectors, 1);
  for (let index = begin; index < end; index++) {
    const g = gradient[index] as number;
    const m = first[index] as number;
    const v = second[index] as number;
    const nextM = fround(m + fround(fround(g - m) * rest1));
    const nextV = fround(v + fround(fround(fround(g * g) - v) * rest2));
    const ahead = fround(fround(next * nextM) / nextCorrection);
    const estimate = fround(ahead + fround(fround(rest * g) / correction));
    first[index] = nextM;
    second[index] = nextV;
    const denominator = fround(fround(sqrt(fround(nextV / correction2))) + epsilon);
    parameters[index] = (parameters[index] as number) - fround(fround(estimate * learningRate) / denominator);
  }
}
