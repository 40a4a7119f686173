import { activationNames, type ActivationName } from "@lockstep/job";

/** Number of an activation in a program: that of core/numerics/activations.h, which has them in the job's order. */
export function activationCode(name: ActivationName): number {
  return activationNames.indexOf(name);
}
