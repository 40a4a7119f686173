import { lockFolder, openRunStore, RunStoreError } from "@lockstep/run-store";
import type { RunSnapshot } from "@lockstep/telemetry";
import { messageOf } from "./coordinator-error.js";
import { readRunFile } from "./data-dir/run-file.js";
import { databasePath, exists, runFileOf, runFolder } from "./run-folder.js";

/** A run that is not over, and that no process goes on with. */
export interface InterruptedRun {
  readonly snapshot: RunSnapshot;
  /** The job as it was asked for; absent for evaluations and predictions. */
  readonly job?: unknown;
  /** Why nobody can go on with it: its folder is gone, or damaged. */
  readonly problem?: string;
}

const unfinished = ["queued", "waiting", "running", "paused"] as const;

/** Runs that are looked at, the newest ones. */
const mostSearched = 1000;

/**
 * Those of a data folder, the newest first.
 * @throws RunStoreError where the history cannot be read
 */
export async function interruptedRuns(dataDir: string): Promise<InterruptedRun[]> {
  const path = databasePath(dataDir);
  if (!(await exists(path))) return [];
  const store = await openRunStore({ path });
  try {
    const found: InterruptedRun[] = [];
    for (const { snapshot } of await store.runs({ states: unfinished }, mostSearched)) {
      const folder = runFolder(dataDir, snapshot.runId);
      // Where there is no such file nobody goes on with it, and a lock would make the folder anew.
      if ((await exists(runFileOf(folder))) && !isFree(folder)) continue;
      found.push({ snapshot, ...(await jobIn(folder)) });
    }
    return found;
  } finally {
    await store.close();
  }
}

function isFree(folder: string): boolean {
  try {
    lockFolder(folder, "run").release();
    return true;
  } catch (error) {
    if (error instanceof RunStoreError && error.code === "FOLDER_LOCKED") return false;
    throw error;
  }
}

async function jobIn(folder: string): Promise<Pick<InterruptedRun, "job" | "problem">> {
  try {
    const { request } = await readRunFile(folder);
    return request.kind === "train" ? { job: request.job } : {};
  } catch (error) {
    return { problem: messageOf(error) };
  }
}
