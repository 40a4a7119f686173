import { RunStoreError, type FolderLock, type RunStore } from "@lockstep/run-store";
import { isFinished, type StoredRun } from "@lockstep/telemetry";
import { CoordinatorError, messageOf } from "./coordinator-error.js";
import { readRunFile, writeRunFile } from "./data-dir/run-file.js";
import { lockRun } from "./lock-run.js";
import { runFolder } from "./run-folder.js";

/**
 * Makes a run that another coordinator left the store's: to be done before its events are restored. It shall go on, be
 * it that it was paused.
 * @throws CoordinatorError NOT_FOUND, WRONG_STATE or LOCKED
 */
export async function takeOverRun(dataDir: string, runId: string, store: RunStore): Promise<void> {
  const stored = checkUnfinished(await store.run(runId), dataDir, runId);
  const lock = await lockLeftRun(dataDir, runId);
  try {
    const folder = runFolder(dataDir, runId);
    const file = await readRunFile(folder);
    await writeRunFile(folder, { ...file, stream: store.stream, wish: { state: "run" } });
    await store.saveRun(stored.snapshot);
  } finally {
    lock.release();
  }
}

function checkUnfinished(stored: StoredRun | undefined, dataDir: string, runId: string): StoredRun {
  if (!stored) throw noRun(dataDir, runId);
  if (!isFinished(stored.snapshot)) return stored;
  const { state } = stored.snapshot;
  const message = `run: ${runId} is ${state}; only a run that is not over can be resumed`;
  throw new CoordinatorError("WRONG_STATE", message);
}

async function lockLeftRun(dataDir: string, runId: string): Promise<FolderLock> {
  try {
    return await lockRun(runFolder(dataDir, runId));
  } catch (cause) {
    if (!(cause instanceof RunStoreError) || cause.code !== "FOLDER_LOCKED") throw cause;
    const message = `run: ${runId} goes on in another process already: ${messageOf(cause)}`;
    throw new CoordinatorError("LOCKED", message, { cause });
  }
}

function noRun(dataDir: string, runId: string): CoordinatorError {
  const message = `run: expected the id of a run in ${dataDir}, got ${JSON.stringify(runId)}`;
  return new CoordinatorError("NOT_FOUND", message);
}
