import type { Job } from "@lockstep/job";
import { ModelError } from "./model-error.js";
import type { Shape } from "./model-plan.js";
import { planModel } from "./plan-model.js";

/** Whether a job's model works, with the same parameters, on any number of time steps. */
export function takesAnyTime(
  { model, fit }: Pick<Job, "model" | "fit">,
  inputShapes: readonly Shape[],
): boolean {
  if (!("layers" in model)) return false;
  try {
    planModel(model, inputShapes, { carryStates: fit.truncate !== undefined, variableTime: true });
    return true;
  } catch (error) {
    if (error instanceof ModelError) return false;
    throw error;
  }
}
