import type { Job } from "@lockstep/job";
import { takesAnyTime, type ModelPlan } from "@lockstep/model";
import { objectiveOf } from "@lockstep/objective";
import { openBackend, type BackendChoice } from "./backend-choice.js";
import { prepareEnvironment } from "./prepare-environment.js";

/** A saved model. */
export interface ModelToPredict {
  /** With its layers written out. */
  readonly job: Job;
  readonly plan: ModelPlan;
  /** Flat, (plan.parameterCount). */
  readonly parameters: Float32Array;
}

/** A model that predicts one sequence after the other, in this thread. */
export interface Predictor {
  /** What computes, for people. */
  readonly backend: string;
  /** Whether sequences may be shorter than those that the model was trained on; they need no padding then. */
  readonly takesAnyTime: boolean;
  /**
   * @param input values of one sequence, (timeSteps, ...), for a model with one input
   * @returns the model's output for it
   */
  predict(input: Float32Array, timeSteps: number): Float32Array;
  close(): void;
}

/**
 * Opens a model where each prediction needs the one before it, so that workers would have to wait for each other.
 * @throws BackendError where the backend cannot be opened or cannot compute the model
 */
export async function openPredictor(
  { job, plan, parameters }: ModelToPredict,
  choice: BackendChoice,
): Promise<Predictor> {
  prepareEnvironment();
  const { backend } = await openBackend(choice);
  const model = backend.prepare(plan, objectiveOf(job, plan));
  model.setParameters(parameters);
  return {
    backend: backend.name,
    takesAnyTime: takesAnyTime(
      job,
      plan.inputs.map(({ shape }) => shape),
    ),
    predict: (input, timeSteps) =>
      model.predict({ rows: 1, inputs: [input], y: new Float32Array(), timeSteps }).predictions,
    close() {
      model.dispose();
      backend.dispose();
    },
  };
}
