import type { Stretch } from "@lockstep/numerics";
import { momentAt, type RuleVectors, type UpdateRule } from "./update-rule.js";

export interface AdadeltaOptions {
  readonly rho: number;
  readonly epsilon: number;
}

const { fround, sqrt } = Math;

/**
 * Adadelta (Zeiler 2012) as Keras computes it:
 *
 *   a = rho * a + (1 - rho) * g^2;  d = -sqrt(b + epsilon) * g / sqrt(a + epsilon)
 *   b = rho * b + (1 - rho) * d^2;  w += lr * d
 */
export function adadelta({ rho, epsilon }: AdadeltaOptions): UpdateRule {
  const constants = { rho: fround(rho), rest: fround(1 - rho), epsilon: fround(epsilon) };
  return {
    momentNames: ["accumulated_gradient", "accumulated_update"],
    at({ learningRate }) {
      const all = { ...constants, learningRate };
      return {
        name: "adadelta",
        numbers: [all.rho, all.rest, all.epsilon, learningRate],
        over: (vectors, stretch) => adadeltaStretch(vectors, stretch, all),
      };
    },
  };
}

interface AdadeltaConstants {
  readonly rho: number;
  readonly rest: number;
  readonly epsilon: number;
  readonly learningRate: number;
}

function adadeltaStretch(vectors: RuleVectors, { begin, end }: Stretch, constants: AdadeltaConstants): void {
  const { rho, rest, epsilon, learningRate } = constants;
  const { parameters, gradient } = vectors;
  const gradients = momentAt(vectors, 0);
  const updates = momentAt(vectors, 1);
  for (let index = begin; index < end; index++) {
    const g = gradient[index] as number;
    const b = updates[index] as number;
    const a = fround(fround(rho * (gradients[index] as number)) + fround(rest * fround(g * g)));
    const root = fround(sqrt(fround(b + epsilon)));
    const delta = -fround(fround(root * g) / fround(sqrt(fround(a + epsilon))));
    gradients[index] = a;
    updates[index] = fround(fround(rho * b) + fround(rest * fround(delta * delta)));
    parameters[index] = (parameters[index] as number) + fround(learningRate * delta);
  }
}
