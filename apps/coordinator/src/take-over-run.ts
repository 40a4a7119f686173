import { lockFolder, openRunStore, RunStoreError, type FolderLock, type RunStore } from "@lockstep/run-store";
import { isFinished, type StoredRun } from "@lockstep/telemetry";
import { CoordinatorError, messageOf } from "./coordinator-error.js";
import { readRunFile, writeRunFile } from "./data-dir/run-file.js";
import { databasePath, exists, runFileOf, runFolder } from "./run-folder.js";

const unfinished = ["queued", "waiting", "running", "paused"] as const;

/** Runs that are looked at, the newest ones. */
const mostSearched = 1000;

/**
 * The run that `lockstep run --resume` means: this one, or the newest that is not finished and that nobody goes on with.
 * @throws CoordinatorError NOT_FOUND, WRONG_STATE or LOCKED
 */
export async function findInterruptedRun(dataDir: string, runId?: string): Promise<string> {
  if (!(await exists(databasePath(dataDir)))) throw noRun(dataDir, runId);
  const store = await openRunStore({ path: databasePath(dataDir) });
  try {
    if (runId !== undefined) {
      checkUnfinished(await store.run(runId), dataDir, runId);
      lockRun(dataDir, runId).release();
      return runId;
    }
    for (const { snapshot } of await store.runs({ states: unfinished }, mostSearched))
      if (await isInterrupted(dataDir, snapshot.runId)) return snapshot.runId;
    throw noRun(dataDir, undefined);
  } finally {
    await store.close();
  }
}

async function isInterrupted(dataDir: string, runId: string): Promise<boolean> {
  if (!(await exists(runFileOf(runFolder(dataDir, runId))))) return false;
  try {
    lockRun(dataDir, runId).release();
    return true;
  } catch (error) {
    if (error instanceof CoordinatorError) return false;
    throw error;
  }
}

/**
 * Makes a run that another coordinator left the store's: to be done before its events are restored. It shall go on, be
 * it that it was paused.
 * @throws CoordinatorError NOT_FOUND, WRONG_STATE or LOCKED
 */
export async function takeOverRun(dataDir: string, runId: string, store: RunStore): Promise<void> {
  const stored = checkUnfinished(await store.run(runId), dataDir, runId);
  const lock = lockRun(dataDir, runId);
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

function lockRun(dataDir: string, runId: string): FolderLock {
  try {
    return lockFolder(runFolder(dataDir, runId), "run");
  } catch (cause) {
    if (!(cause instanceof RunStoreError) || cause.code !== "FOLDER_LOCKED") throw cause;
    const message = `run: ${runId} goes on in another process already: ${messageOf(cause)}`;
    throw new CoordinatorError("LOCKED", message, { cause });
  }
}

function noRun(dataDir: string, runId: string | undefined): CoordinatorError {
  const message =
    runId === undefined
      ? `${dataDir}: there is no run that was interrupted`
      : `run: expected the id of a run in ${dataDir}, got ${JSON.stringify(runId)}`;
  return new CoordinatorError("NOT_FOUND", message);
}
