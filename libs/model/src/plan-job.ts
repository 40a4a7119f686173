import type { Job } from "@lockstep/job";
import { ModelError } from "./model-error.js";
import type { ModelPlan, Shape } from "./model-plan.js";
import { planModel } from "./plan-model.js";

/**
 * The model of a job, planned for the way in which the job trains it. Whoever has the job and the shapes gets the same
 * plan.
 * @param inputShapes shape of one sequence for each of the model's inputs
 * @throws ModelError as {@link planModel} does, and where the layers are still in a file
 */
export function planJob(
  { model, fit }: Pick<Job, "model" | "fit">,
  inputShapes: readonly Shape[],
): ModelPlan {
  if (!("layers" in model)) {
    throw new ModelError("model.keras", "expected layers, got a file of Keras that was not read yet");
  }
  return planModel(model, inputShapes, {
    carryStates: fit.truncate !== undefined,
    variableTime: fit.bucketing !== undefined,
  });
}
