import { access, mkdir } from "node:fs/promises";
import { join, resolve } from "node:path";
import { saveModel, writeFileAtomically, type ModelToSave } from "@lockstep/checkpoint";
import { formatJob } from "@lockstep/job";
import { DataError, resolveDataPath } from "@lockstep/sequence-data";
import type { RunResult } from "@lockstep/training-run";
import { CoordinatorError } from "./coordinator-error.js";
import type { PreparedRun } from "./prepared-run.js";

const modelFile = "model.safetensors";
/** Parameters of the best epoch, where the job asks for them. */
export const bestModelFile = "best.safetensors";
/** A line for an epoch, where the job asks for it. */
export const epochLogFile = "log.csv";

export function runFolder(dataDir: string, runId: string): string {
  return resolve(dataDir, "runs", runId);
}

/** Parameters of a run with all that is needed to use them. */
export function modelOf(
  { plan, job, preprocessing }: PreparedRun,
  progress: Pick<ModelToSave, "parameters" | "step" | "epoch">,
): ModelToSave {
  return { plan, job, preprocessing, ...progress };
}

/** Makes the run's folder and keeps the job as it will be run. */
export async function openRunFolder(dataDir: string, { runId, job }: PreparedRun): Promise<void> {
  const folder = runFolder(dataDir, runId);
  await mkdir(folder, { recursive: true });
  await writeFileAtomically(join(folder, "job.yaml"), new TextEncoder().encode(formatJob(job)));
}

/** Saves what was trained; gives its path. */
export async function saveTrainedModel(
  dataDir: string,
  run: PreparedRun,
  result: RunResult,
): Promise<string> {
  const path = join(runFolder(dataDir, run.runId), modelFile);
  const { parameters, step } = result.state;
  await saveModel(path, modelOf(run, { parameters, step, epoch: result.epochs }));
  return path;
}

/** Path of the model of a run id, or of a path below the data root. @throws CoordinatorError or DataError */
export async function modelPath(
  model: string,
  options: { dataDir: string; dataRoot: string },
): Promise<string> {
  const isRunId = /^[\w-]+$/.test(model);
  const ofRun = join(runFolder(options.dataDir, model), modelFile);
  if (isRunId && (await exists(ofRun))) return ofRun;
  try {
    return await resolveDataPath(model, options.dataRoot, options.dataRoot);
  } catch (cause) {
    if (!(cause instanceof DataError) || cause.code !== "DATA_NOT_FOUND") throw cause;
    const message = `model: expected the id of a run or the path of a saved model, got ${JSON.stringify(model)}, which is neither`;
    throw new CoordinatorError("NOT_FOUND", message, { cause });
  }
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
