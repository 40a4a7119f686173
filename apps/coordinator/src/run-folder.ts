import { access, mkdir } from "node:fs/promises";
import { join, resolve } from "node:path";
import { writeFileAtomically, type ModelToSave } from "@lockstep/checkpoint";
import { formatJob, type Job } from "@lockstep/job";
import { DataError, resolveDataPath } from "@lockstep/sequence-data";
import { CoordinatorError } from "./coordinator-error.js";
import type { PreparedRun } from "./prepared-run.js";

export const modelFile = "model.safetensors";
/** What is needed to take a run up again. */
const runFile = "run.json";
/** Parameters of the best epoch, where the job asks for them. */
export const bestModelFile = "best.safetensors";
/** A line for an epoch, where the job asks for it. */
export const epochLogFile = "log.csv";

/** The history of all runs of a data folder. */
export function databasePath(dataDir: string): string {
  return resolve(dataDir, "lockstep.sqlite");
}

export function runFolder(dataDir: string, runId: string): string {
  return resolve(dataDir, "runs", runId);
}

export function runFileOf(folder: string): string {
  return join(folder, runFile);
}

/** Where a run's checkpoints are, below its folder. */
export const checkpointsFolder = "checkpoints";

/** Parameters of a run with all that is needed to use them. */
export function modelOf(
  { plan, job, preprocessing }: PreparedRun,
  progress: Pick<ModelToSave, "parameters" | "step" | "epoch">,
): ModelToSave {
  return { plan, job, preprocessing, ...progress };
}

/** Makes the run's folder and keeps the job as it will be run. */
export async function makeRunFolder(folder: string, job: Job): Promise<void> {
  await mkdir(join(folder, checkpointsFolder), { recursive: true });
  await writeFileAtomically(join(folder, "job.yaml"), new TextEncoder().encode(formatJob(job)));
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

export async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
