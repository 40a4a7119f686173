import { RandomStream, randomPurpose } from "@lockstep/numerics";
import { initialValues } from "./initializers/initial-values.js";
import type { WeightInitializer } from "./initializers/weight-initializer.js";
import type { ModelPlan } from "./model-plan.js";

/**
 * First values of all parameters, flat, (plan.parameterCount). Each parameter has a random stream of its own, keyed
 * by the seed and its index, so its values do not depend on the sizes of others. An initialiser with a seed of its own
 * is keyed by that seed alone, so that, as in Keras, equal initialisers give equal values.
 * @param seed the job's seed, an unsigned 32-bit number
 */
export function initialParameters(plan: ModelPlan, seed: number): Float32Array {
  const parameters = new Float32Array(plan.parameterCount);
  plan.parameters.forEach(({ initializer, shape, offset }, index) => {
    const own = ownSeed(initializer);
    const key = own === undefined ? { seed, counters: [index] as const } : { seed: own };
    const random = new RandomStream({ ...key, purpose: randomPurpose.initializer });
    parameters.set(initialValues(initializer, shape, random), offset);
  });
  return parameters;
}

function ownSeed(initializer: WeightInitializer): number | undefined {
  if (typeof initializer === "string") return undefined;
  if (initializer.type === "UnitForgetBias") return ownSeed(initializer.bias);
  return "seed" in initializer ? initializer.seed : undefined;
}
