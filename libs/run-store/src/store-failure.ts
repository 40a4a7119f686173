import { statfsSync } from "node:fs";
import { dirname } from "node:path";
import { RunStoreError, type RunStoreErrorCode } from "./run-store-error.js";
import type { StoreFailure } from "./store-requests.js";

/** SQLite's primary result codes. */
const codes: Readonly<Record<number, RunStoreErrorCode>> = {
  3: "STORE_UNAVAILABLE", // PERM
  5: "STORE_BUSY", // BUSY
  6: "STORE_BUSY", // LOCKED
  8: "STORE_UNAVAILABLE", // READONLY
  10: "STORE_UNAVAILABLE", // IOERR
  11: "STORE_DAMAGED", // CORRUPT
  13: "STORE_NO_SPACE", // FULL
  14: "STORE_UNAVAILABLE", // CANTOPEN
  19: "STORE_CONFLICT", // CONSTRAINT
  26: "STORE_DAMAGED", // NOTADB
};

const texts: Partial<Readonly<Record<RunStoreErrorCode, string>>> = {
  STORE_NO_SPACE: "there is no space left on the disk",
  STORE_BUSY: "another process keeps the database locked",
  STORE_DAMAGED: "the file is damaged, or no database",
};

/** What went wrong with the database at `path`, as it is told to those who asked. */
export function storeFailure(path: string, error: unknown): StoreFailure {
  const reason = error instanceof Error ? error.message : String(error);
  const message = reason.startsWith(path) ? reason : `${path}: ${reason}`;
  if (error instanceof RunStoreError) return { code: error.code, message };
  const code = codeOf(error);
  if (code === undefined) return { message };
  // SQLite's files beside the database fail by other names where the disk is full.
  const real = code === "STORE_UNAVAILABLE" && isFull(dirname(path)) ? "STORE_NO_SPACE" : code;
  const text = texts[real];
  return { code: real, message: text === undefined ? message : `${path}: ${text} (${reason})` };
}

/** By SQLite's result or by the file system's; undefined: a fault of ours. */
function codeOf(error: unknown): RunStoreErrorCode | undefined {
  const { code, rawCode } = error as { code?: string; rawCode?: number };
  if (rawCode !== undefined) return codes[rawCode & 0xff];
  if (code === "ENOSPC" || code === "EDQUOT") return "STORE_NO_SPACE";
  return code?.startsWith("E") ? "STORE_UNAVAILABLE" : undefined;
}

function isFull(folder: string): boolean {
  try {
    return statfsSync(folder).bavail === 0;
  } catch {
    // Then its missing, not its size, is the reason.
    return false;
  }
}
