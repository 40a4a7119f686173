import { setTimeout } from "node:timers/promises";
import { lockFolder, RunStoreError, type FolderLock } from "@lockstep/run-store";

/** Who only looks whether a run is free has its lock for a moment. */
const attempts = 20;
const betweenMs = 25;

/** The right to go on with a run, until it is released or this process ends. @throws RunStoreError FOLDER_LOCKED */
export async function lockRun(folder: string): Promise<FolderLock> {
  for (let attempt = 1; ; attempt++) {
    try {
      return lockFolder(folder, "run");
    } catch (error) {
      const isLocked = error instanceof RunStoreError && error.code === "FOLDER_LOCKED";
      if (!isLocked || attempt === attempts) throw error;
      await setTimeout(betweenMs);
    }
  }
}
