import { join } from "node:path";
import { CheckpointReader, type NewestCheckpoint, type RunIdentity } from "@lockstep/checkpoint";
import { CoordinatorError, messageOf, requestError } from "../coordinator-error.js";
import { readRunFile, type RunFile } from "../data-dir/run-file.js";
import type { PreparedRun } from "../prepared-run.js";
import { checkpointsFolder, exists, runFileOf, runFolder } from "../run-folder.js";
import { assembleRun } from "./assemble-run.js";
import { readAgain } from "./read-again.js";

export interface RecordedRunOptions {
  readonly dataDir: string;
  /** Where relative paths of the job's data start. */
  readonly dataRoot: string;
  readonly runId: string;
}

/** A run as it was recorded, for whoever computes it once more. */
export interface RecordedRun {
  readonly kind: RunFile["kind"];
  readonly identity: RunIdentity;
  /** The newest valid checkpoint of at most that many steps, and those that were passed over. */
  checkpointAt(step: number): Promise<NewestCheckpoint>;
  /**
   * Reads its data, which must be what they were, and puts it together to go on from a checkpoint, or from the
   * beginning.
   * @throws CoordinatorError DATA_CHANGED, or one that names the field of what cannot be read
   */
  prepare(from: NewestCheckpoint["checkpoint"]): Promise<PreparedRun>;
}

/**
 * Opens a run of a data folder to read it; whoever has the run is not disturbed.
 * @throws CoordinatorError NOT_FOUND where the folder has no such run; an error that names the field of a damaged file
 */
export async function openRecordedRun({
  dataDir,
  dataRoot,
  runId,
}: RecordedRunOptions): Promise<RecordedRun> {
  const folder = runFolder(dataDir, runId);
  if (!(await exists(runFileOf(folder)))) {
    const message = `run: ${runId} has no run.json in ${folder}: it cannot be computed once more`;
    throw new CoordinatorError("NOT_FOUND", message);
  }
  const file = await readFile(folder);
  const reader = new CheckpointReader(join(folder, checkpointsFolder));
  return {
    kind: file.kind,
    identity: file.identity,
    checkpointAt: (step) => reader.newest(file.identity, step),
    prepare: (from) => prepare(file, from, { dataDir, dataRoot, runId }),
  };
}

async function readFile(folder: string): Promise<RunFile> {
  try {
    return await readRunFile(folder);
  } catch (cause) {
    throw new CoordinatorError("INVALID_REQUEST", messageOf(cause), { cause });
  }
}

async function prepare(
  { request, identity, initialDigest }: RunFile,
  from: NewestCheckpoint["checkpoint"],
  { dataDir, dataRoot, runId }: RecordedRunOptions,
): Promise<PreparedRun> {
  try {
    const before = { request, identity, ...(from ? {} : { initialDigest }) };
    const materials = await readAgain(before, { dataDir, dataRoot });
    return assembleRun(materials, { runId, ...(from ? { goesOnFrom: from.state } : {}) });
  } catch (error) {
    throw requestError(error);
  }
}
