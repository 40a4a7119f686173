import { RandomStream, randomPurpose } from "@lockstep/numerics";
import { initialValues } from "./initializers/initial-values.js";
import type { ModelPlan } from "./model-plan.js";

/**
 * First values of all parameters, flat, (plan.parameterCount). Each parameter has a random stream of its own, keyed
 * by the seed and its index, so its values do not depend on the sizes of others.
 * @param seed the job's seed, an unsigned 32-bit number
 */
export function initialParameters(plan: ModelPlan, seed: number): Float32Array {
  const parameters = new Float32Array(plan.parameterCount);
  plan.parameters.forEach(({ initializer, shape, offset }, index) => {
    const random = new RandomStream({ seed, purpose: randomPurpose.initializer, counters: [index] });
    parameters.set(initialValues(initializer, shape, random), offset);
  });
  return parameters;
}
