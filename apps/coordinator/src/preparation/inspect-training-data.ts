import { parseJobValue } from "@lockstep/job";
import { objectiveOf } from "@lockstep/objective";
import { CoordinatorError, requestError } from "../coordinator-error.js";
import { checkParts } from "./check-data.js";
import { fitPlan } from "./fit-plan.js";
import type { PreparationOptions } from "./read-request.js";
import { layoutsOf, readParts, weighted, type TrainingParts } from "./read-training.js";
import { resolveModel, type ResolvedJob } from "./resolve-model.js";

/** What a training would see. */
export interface InspectedData extends TrainingParts {
  /** Why the data do not suit the job's model and loss, where they do not. */
  readonly problem?: string;
}

/**
 * Reads a job's data as {@link readTraining} does, but for looking at them: data that can be read are given also where
 * the model cannot be trained on them.
 * @param dataRoot folder that files must lie in; relative paths start there
 * @throws CoordinatorError that names the field of what cannot be read
 */
export async function inspectTrainingData(job: unknown, dataRoot: string): Promise<InspectedData> {
  const options: PreparationOptions = { dataDir: dataRoot, dataRoot };
  try {
    const { job: resolved } = await resolveModel(parseJobValue(job), dataRoot);
    const { parts, preprocessing } = await readParts(resolved, options);
    return { preprocessing, ...suited(resolved, { parts, preprocessing }) };
  } catch (error) {
    throw requestError(error);
  }
}

function suited(
  job: ResolvedJob,
  { parts, preprocessing }: TrainingParts,
): Pick<InspectedData, "parts" | "problem"> {
  try {
    const { plan } = fitPlan(job, layoutsOf(parts));
    checkParts(parts, { job, plan, objective: objectiveOf(job, plan), preprocessing });
    return { parts: weighted(job, parts) };
  } catch (error) {
    const known = requestError(error);
    if (known instanceof CoordinatorError) return { parts, problem: known.message };
    throw error;
  }
}
