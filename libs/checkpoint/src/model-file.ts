import { planJob } from "@lockstep/model";
import type { ModelPlan } from "@lockstep/model";
import { safetensorsLayout } from "@lockstep/safetensors";
import { ByteTurns } from "./byte-turns.js";
import { CheckpointError } from "./checkpoint-error.js";
import { emptyFile, fillTensor } from "./fill-file.js";
import { metadataTexts, parseMetadata } from "./model-metadata.js";
import type { ModelMetadata } from "./model-metadata.js";
import { digestInTurns, parameterDigest } from "./parameter-digest.js";
import { parametersOf, tensorsOf } from "./parameter-tensors.js";
import { readSafetensorsFile } from "./read-safetensors-file.js";
import { writeFileAtomically } from "./write-file-atomically.js";

/** A trained model: what a file of it holds. */
export interface SavedModel extends ModelMetadata {
  readonly plan: ModelPlan;
  /** Flat, (plan.parameterCount). */
  readonly parameters: Float32Array;
}

/** What {@link saveModel} is given; the rest follows from it. */
export type ModelToSave = Pick<
  SavedModel,
  "plan" | "parameters" | "job" | "preprocessing" | "step" | "epoch"
>;

/**
 * Writes a model as safetensors: tensors `<layer>/<weight>`, the job and the parameters' digest in the metadata. The
 * event loop goes on meanwhile.
 * @param model whose parameters nobody changes before it is written
 * @returns the parameters' digest
 * @throws CheckpointError
 */
export async function saveModel(path: string, model: ModelToSave): Promise<string> {
  const { plan, parameters, job, preprocessing, step, epoch } = model;
  const turns = new ByteTurns();
  const tensors = tensorsOf(plan, parameters);
  const digest = await digestInTurns(parameters, turns);
  const inputShapes = plan.inputs.map(({ shape }) => shape);
  const metadata = metadataTexts({ job, inputShapes, preprocessing, parameterDigest: digest, step, epoch });
  const layout = safetensorsLayout(metadata, tensors);
  const bytes = emptyFile(layout);
  for (const [name, { data }] of tensors) await fillTensor(bytes, layout.begins.get(name) ?? 0, data, turns);
  await writeFileAtomically(path, bytes);
  return digest;
}

/**
 * Reads a model and checks all of it: the job, shapes against the plan, finiteness, the digest.
 * @throws CheckpointError that names the file and what is wrong with it
 */
export async function loadModel(path: string): Promise<SavedModel> {
  const { metadata: texts, tensors } = await readSafetensorsFile(path);
  const metadata = parseMetadata(texts, path);
  const plan = planOf(metadata, path);
  const parameters = parametersOf(plan, tensors, path);
  const digest = parameterDigest(parameters);
  if (digest !== metadata.parameterDigest) {
    const message = `${path}: damaged: expected parameters of digest ${metadata.parameterDigest}, got ${digest}`;
    throw new CheckpointError("CHECKPOINT_INVALID", message);
  }
  return { ...metadata, plan, parameters };
}

function planOf({ job, inputShapes }: ModelMetadata, path: string): ModelPlan {
  try {
    return planJob(job, inputShapes);
  } catch (error) {
    const message = `${path}: metadata job: ${(error as Error).message}`;
    throw new CheckpointError("CHECKPOINT_INVALID", message, { cause: error });
  }
}
