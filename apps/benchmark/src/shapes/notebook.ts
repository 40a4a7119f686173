import type { Job } from "@lockstep/job";
import { planJob, type ModelPlan } from "@lockstep/model";
import { objectiveOf, type Objective } from "@lockstep/objective";
import { shapeJob, type JobSize } from "./shape-job.js";
import { describeShape, inputOf, notebookShape } from "./shape.js";

export const { batchSize, timeSteps, features, units } = notebookShape;

/** Shape of a sequence. */
export const notebookInput = inputOf(notebookShape);

export const notebookDescription = `${describeShape(notebookShape)}, binary cross-entropy, Adam`;

/** The notebook's training. */
export function notebookJob(size: JobSize): Job {
  return shapeJob(notebookShape, size);
}

/** What a backend prepares. */
export function notebookModel(job: Job): { readonly plan: ModelPlan; readonly objective: Objective } {
  const plan = planJob(job, [notebookInput]);
  return { plan, objective: objectiveOf(job, plan) };
}
