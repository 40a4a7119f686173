import { loadInitialParameters } from "@lockstep/checkpoint";
import { parseJobValue, type Job } from "@lockstep/job";
import { initialParameters, type ModelPlan } from "@lockstep/model";
import { resolveDataPath } from "@lockstep/sequence-data";

type LayersModel = Extract<Job["model"], { readonly layers: unknown }>;

/** A job whose layers are written out: not in a file of Keras any more. */
export type ResolvedJob = Job & { readonly model: LayersModel };

export interface ResolvedModel {
  readonly job: ResolvedJob;
  /** First values of all parameters of a plan of the job. */
  readonly parameters: (plan: ModelPlan) => Promise<Float32Array>;
}

/**
 * Writes the layers of a job out and finds its first parameters.
 * @throws FormatError, JobError or DataError where the model's file cannot be used
 */
export async function resolveModel(job: Job, dataRoot: string): Promise<ResolvedModel> {
  const { model } = job;
  const { parameters: file } = model;
  const first = file === undefined ? undefined : (plan: ModelPlan) => parametersOfFile(file, plan, dataRoot);
  if ("layers" in model) {
    const drawn = (plan: ModelPlan) => Promise.resolve(initialParameters(plan, job.seed));
    return { job: { ...job, model }, parameters: first ?? drawn };
  }
  // Readers of other formats are large: only a job that has such a file waits for them.
  const { readKerasModel } = await import("@lockstep/model-formats");
  const keras = await readKerasModel(await resolveDataPath(model.keras, dataRoot, dataRoot));
  return {
    job: withLayers(job, keras.model),
    parameters:
      first ?? (async (plan) => (await keras.parameters?.(plan)) ?? initialParameters(plan, job.seed)),
  };
}

/** Checked as a job that has the layers in itself: together with its other sections. */
function withLayers(job: Job, layers: unknown): ResolvedJob {
  const resolved = parseJobValue({ ...job, model: layers });
  if (!("layers" in resolved.model)) throw new TypeError("model: expected layers, got a file again");
  return { ...resolved, model: resolved.model };
}

/** First values from a file of ours, or from one of Keras's weights. */
async function parametersOfFile(file: string, plan: ModelPlan, dataRoot: string): Promise<Float32Array> {
  const path = await resolveDataPath(file, dataRoot, dataRoot);
  if (!path.toLowerCase().endsWith(".h5")) return loadInitialParameters(path, plan);
  const { readKerasWeights } = await import("@lockstep/model-formats");
  return readKerasWeights(path, plan);
}
