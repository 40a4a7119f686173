import type { Stretch } from "@lockstep/numerics";
import { momentAt, type RuleVectors, type UpdateRule } from "./update-rule.js";

export interface RmspropOptions {
  readonly rho: number;
  readonly momentum: number;
  readonly epsilon: number;
  readonly centered: boolean;
}

const { fround, sqrt } = Math;

/**
 * RMSprop (Tieleman & Hinton 2012) as Keras computes it, with epsilon inside the root:
 *
 *   v = rho * v + (1 - rho) * g^2;  centered: a = rho * a + (1 - rho) * g, and v - a^2 in place of v
 *   step = lr * g / sqrt(v + epsilon);  with momentum p = mu * p + step, w -= p, else w -= step
 */
export function rmsprop({ rho, momentum, epsilon, centered }: RmspropOptions): UpdateRule {
  const names = [
    "second_moment",
    ...(momentum > 0 ? ["momentum"] : []),
    ...(centered ? ["first_moment"] : []),
  ];
  const constants = {
    rho: fround(rho),
    rest: fround(1 - rho),
    mu: fround(momentum),
    epsilon: fround(epsilon),
    momentumAt: names.indexOf("momentum"),
    averageAt: names.indexOf("first_moment"),
  };
  return {
    momentNames: names,
    at({ learningRate }) {
      const all = { ...constants, learningRate };
      return {
        name: `rmsprop${momentum > 0 ? "-momentum" : ""}${centered ? "-centered" : ""}`,
        numbers: [all.rho, all.rest, all.mu, all.epsilon, learningRate],
        over: (vectors, stretch) => rmspropStretch(vectors, stretch, all),
      };
    },
  };
}

interface RmspropConstants {
  readonly rho: number;
  readonly rest: number;
  readonly mu: number;
  readonly epsilon: number;
  readonly learningRate: number;
  /** Places among the moments; -1 where there is none. */
  readonly momentumAt: number;
  readonly averageAt: number;
}

function rmspropStretch(vectors: RuleVectors, { begin, end }: Stretch, constants: RmspropConstants): void {
  const { rho, rest, mu, epsilon, learningRate, momentumAt, averageAt } = constants;
  const { parameters, gradient } = vectors;
  const second = momentAt(vectors, 0);
  const momentum = momentumAt < 0 ? undefined : momentAt(vectors, momentumAt);
  const average = averageAt < 0 ? undefined : momentAt(vectors, averageAt);
  for (let index = begin; index < end; index++) {
    const g = gradient[index] as number;
    const v = fround(fround(rho * (second[index] as number)) + fround(rest * fround(g * g)));
    second[index] = v;
    let spread = v;
    if (average) {
      const a = fround(fround(rho * (average[index] as number)) + fround(rest * g));
      average[index] = a;
      spread = fround(v - fround(a * a));
    }
    let step = fround(fround(learningRate * g) / fround(sqrt(fround(spread + epsilon))));
    if (momentum) {
      step = fround(fround(mu * (momentum[index] as number)) + step);
      momentum[index] = step;
    }
    parameters[index] = (parameters[index] as number) - step;
  }
}
