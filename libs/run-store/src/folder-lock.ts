import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import Database from "libsql";
import { RunStoreError } from "./run-store-error.js";

/** A folder that no other process has. */
export interface FolderLock {
  release(): void;
}

/**
 * Takes a data directory for the coordinator that keeps its runs there.
 * @throws RunStoreError FOLDER_LOCKED, naming the process that has it
 */
export function lockDataDir(dataDir: string): FolderLock {
  return lockFolder(dataDir, "coordinator");
}

/**
 * Takes a folder (made where it is missing) until it is released or this process ends, however it ends.
 *
 * What locks is an exclusive transaction on `<name>.lock`, an empty SQLite database: SQLite asks the operating system
 * for a lock of the file, which goes with the process that has it. So nothing stale can be left, no pid has to be
 * believed (it may be another process's by now, and is 1 in every container), and containers that share the folder see
 * each other, which those with network namespaces of their own would not by a socket. `<name>.pid` is for people only.
 *
 * @param name what has the folder; several may have one under different names
 * @throws RunStoreError FOLDER_LOCKED, naming the process that has it; STORE_UNAVAILABLE
 */
export function lockFolder(folder: string, name: string): FolderLock {
  const pidFile = join(folder, `${name}.pid`);
  const database = openLock(folder, `${name}.lock`);
  try {
    // Nothing is ever written: a journal beside it would only be left behind.
    database.exec("PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE");
  } catch (cause) {
    database.close();
    if ((cause as { code?: string }).code !== "SQLITE_BUSY") throw unavailable(folder, cause);
    throw new RunStoreError(
      "FOLDER_LOCKED",
      `${folder}: another ${name} has it (process ${holder(pidFile)}); end that one, or use another folder`,
      { cause },
    );
  }
  noteHolder(pidFile);
  let isHeld = true;
  return {
    release() {
      if (!isHeld) return;
      isHeld = false;
      // The lock's file stays: without it, one who opened it and one who makes it anew would both have the folder.
      rmSync(pidFile, { force: true });
      database.close();
    },
  };
}

function openLock(folder: string, file: string): Database.Database {
  try {
    mkdirSync(folder, { recursive: true });
    return new Database(join(folder, file), { timeout: 0 });
  } catch (cause) {
    throw unavailable(folder, cause);
  }
}

function unavailable(folder: string, cause: unknown): RunStoreError {
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new RunStoreError("STORE_UNAVAILABLE", `${folder}: cannot be locked: ${reason}`, { cause });
}

/** A full disk keeps nobody from the folder: what is there can still be gone on with. */
function noteHolder(pidFile: string): void {
  try {
    writeFileSync(pidFile, `${process.pid} on ${hostname()}\n`);
  } catch {
    rmSync(pidFile, { force: true });
  }
}

/** As its own file says; it may be about to write it, or had no room to. */
function holder(pidFile: string): string {
  try {
    return readFileSync(pidFile, "utf8").trim() || "unknown";
  } catch {
    return "unknown";
  }
}
