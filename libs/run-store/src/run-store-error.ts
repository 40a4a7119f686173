/**
 * - `STORE_NO_SPACE`: the disk is full. Nothing was changed; the next call works when there is room.
 * - `STORE_BUSY`: another process kept the database locked for too long.
 * - `STORE_CONFLICT`: what is to be added contradicts what is there (a step a second time, a number out of order).
 * - `STORE_DAMAGED`: the file is no database, or one whose content is damaged.
 * - `STORE_FOREIGN`: a database of another program.
 * - `STORE_NEWER`: it was written by a newer Lockstep.
 * - `STORE_UNAVAILABLE`: the file cannot be opened, read or written.
 * - `STORE_CLOSED`: it was closed, or its thread ended.
 * - `FOLDER_LOCKED`: another process has the folder.
 */
export type RunStoreErrorCode =
  | "STORE_NO_SPACE"
  | "STORE_BUSY"
  | "STORE_CONFLICT"
  | "STORE_DAMAGED"
  | "STORE_FOREIGN"
  | "STORE_NEWER"
  | "STORE_UNAVAILABLE"
  | "STORE_CLOSED"
  | "FOLDER_LOCKED";

/** The history cannot be read or written. The message names the file. */
export class RunStoreError extends Error {
  override readonly name = "RunStoreError";

  constructor(
    readonly code: RunStoreErrorCode,
    message: string,
    options?: { readonly cause?: unknown },
  ) {
    super(message, options);
  }
}
