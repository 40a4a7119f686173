import { existsSync, mkdirSync, statSync } from "node:fs";
import { dirname } from "node:path";
import Database from "libsql";
import { migrate } from "./migrate.js";
import { allMigrations } from "./migrations/all-migrations.js";
import { pragmaValue } from "./pragma.js";
import { RunStoreError } from "./run-store-error.js";
import { storeFailure } from "./store-failure.js";

/** Time that another process may keep the database from us. Its transactions take milliseconds. */
const busyTimeoutMs = 10_000;

/** What the log of writes (WAL) may keep of the disk after a burst. */
const walBytesKept = 16 * 1024 * 1024;

/**
 * Opens the database in a mode that survives a loss of power, and brings it to the newest version.
 * @param mustExist where it is only read
 * @throws RunStoreError
 */
export function openDatabase(path: string, mustExist: boolean): Database.Database {
  if (mustExist && !existsSync(path)) {
    throw new RunStoreError("STORE_UNAVAILABLE", `${path}: there is no database`);
  }
  if (statSync(path, { throwIfNoEntry: false })?.isDirectory() === true) {
    throw new RunStoreError("STORE_DAMAGED", `${path}: expected a database, got a folder`);
  }
  const database = connect(path);
  try {
    database.exec("PRAGMA foreign_keys = ON; PRAGMA synchronous = FULL");
    // Looks at the file first, before anything is changed in what may be another program's.
    migrate(database, path, allMigrations);
    useWal(database);
    pragmaValue(database, `journal_size_limit = ${walBytesKept}`);
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

function connect(path: string): Database.Database {
  try {
    mkdirSync(dirname(path), { recursive: true });
    return new Database(path, { timeout: busyTimeoutMs });
  } catch (cause) {
    const { code, message } = storeFailure(path, cause);
    // Else libsql says no more than a number of SQLite's, in the words of its own code.
    if (code !== undefined) throw new RunStoreError(code, message, { cause });
    throw new RunStoreError("STORE_UNAVAILABLE", `${path}: cannot be opened, or made`, { cause });
  }
}

/** Only one process can change the mode, and SQLite does not wait for it. */
function useWal(database: Database.Database): void {
  const until = performance.now() + busyTimeoutMs;
  for (;;) {
    try {
      if (pragmaValue(database, "journal_mode = WAL") === "wal") return;
    } catch (error) {
      if ((error as { code?: string }).code !== "SQLITE_BUSY" || performance.now() > until) throw error;
    }
    if (performance.now() > until) throw new Error("journal_mode: WAL cannot be had in this folder");
    // This thread has nothing else to do.
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 20);
  }
}
