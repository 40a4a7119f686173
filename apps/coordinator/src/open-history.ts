import type { Logger } from "@lockstep/logging";
import {
  lockDataDir,
  openRunStore,
  RunStoreError,
  type FolderLock,
  type RunStore,
} from "@lockstep/run-store";
import { EventLog } from "@lockstep/telemetry";
import { CoordinatorError, messageOf } from "./coordinator-error.js";
import { databasePath } from "./run-folder.js";
import { takeOverRun } from "./take-over-run.js";

/**
 * Which runs of before a coordinator goes on with: all that its stream left, whose data folder no other coordinator may
 * have then; none; or the one that is named, whichever stream left it.
 */
export type Recovery = "all" | "none" | { readonly runId: string };

export interface HistoryOptions {
  readonly dataDir: string;
  readonly stream: string;
  readonly recover: Recovery;
  readonly logger: Logger;
  /** Told when events cannot be written, and with undefined when they can again. */
  readonly troubled: (reason: string | undefined) => void;
}

/** What was, and where what comes is kept. */
export interface History {
  readonly store: RunStore;
  readonly events: EventLog;
  /** Writes what is left. @returns what could not be written, if anything */
  flush(): Promise<string | undefined>;
  /** After that nothing is written any more. */
  close(): Promise<void>;
}

/** @throws CoordinatorError LOCKED, or what cannot be read */
export async function openHistory(options: HistoryOptions): Promise<History> {
  const { dataDir, stream, recover, logger, troubled } = options;
  const lock = recover === "all" ? lockFolder(dataDir) : undefined;
  let store: RunStore | undefined;
  try {
    store = await openRunStore({ path: databasePath(dataDir), stream });
    if (typeof recover === "object") await takeOverRun(dataDir, recover.runId, store);
    const storeTroubled = (trouble: Error | undefined): void => {
      if (trouble) logger.error(`events cannot be stored, and are kept in memory: ${trouble.message}`);
      else logger.info("events are stored again");
      troubled(trouble?.message);
    };
    const events = await EventLog.restore({ now: () => Date.now(), store, storeTroubled });
    return { store, events, flush: () => flush(events), close: closing(store, events, lock) };
  } catch (error) {
    await store?.close();
    lock?.release();
    throw error;
  }
}

function lockFolder(dataDir: string): FolderLock {
  try {
    return lockDataDir(dataDir);
  } catch (cause) {
    if (!(cause instanceof RunStoreError) || cause.code !== "FOLDER_LOCKED") throw cause;
    throw new CoordinatorError("LOCKED", `--data-dir ${cause.message}`, { cause });
  }
}

async function flush(events: EventLog): Promise<string | undefined> {
  try {
    await events.flushed();
    return undefined;
  } catch (error) {
    return `the newest events: ${messageOf(error)}`;
  }
}

function closing(store: RunStore, events: EventLog, lock: FolderLock | undefined): History["close"] {
  return async () => {
    // What could not be written was told when it was flushed.
    await events.close().catch(() => undefined);
    await store.close();
    lock?.release();
  };
}
