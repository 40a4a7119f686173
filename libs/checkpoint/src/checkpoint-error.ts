export type CheckpointErrorCode =
  /** No such file. */
  | "CHECKPOINT_NOT_FOUND"
  /** The file, or the folder, is there but cannot be read. */
  | "CHECKPOINT_UNREADABLE"
  /** The file could not be written; what was there before is unchanged. */
  | "CHECKPOINT_UNWRITABLE"
  /** As CHECKPOINT_UNWRITABLE, for want of room: it can be written once there is some. */
  | "CHECKPOINT_NO_SPACE"
  /** As CHECKPOINT_UNWRITABLE, and it never will be: files are not that large. */
  | "CHECKPOINT_TOO_LARGE"
  /** What was read, or is to be written, is damaged or does not fit the model. */
  | "CHECKPOINT_INVALID"
  /** What was read is sound, and another run's, or the run's under other circumstances (job, data). */
  | "CHECKPOINT_FOREIGN";

/** A file of parameters that cannot be used or written; the message names the file and tensor or field. */
export class CheckpointError extends Error {
  override readonly name = "CheckpointError";

  constructor(
    readonly code: CheckpointErrorCode,
    message: string,
    options?: { cause?: unknown },
  ) {
    super(message, options);
  }
}

const codes: Readonly<Record<string, CheckpointErrorCode>> = {
  ENOSPC: "CHECKPOINT_NO_SPACE",
  EDQUOT: "CHECKPOINT_NO_SPACE",
  EFBIG: "CHECKPOINT_TOO_LARGE",
};

/** What a file system said on writing, with the path that was to be written. */
export function writeError(path: string, cause: unknown): CheckpointError {
  const { code = "", message } = cause as NodeJS.ErrnoException;
  const text = `${path}: cannot be written: ${message}`;
  return new CheckpointError(codes[code] ?? "CHECKPOINT_UNWRITABLE", text, { cause });
}

/** What a file system said on reading. */
export function readError(path: string, cause: unknown): CheckpointError {
  const { code, message } = cause as NodeJS.ErrnoException;
  if (code === "ENOENT")
    return new CheckpointError("CHECKPOINT_NOT_FOUND", `${path}: no such file`, { cause });
  return new CheckpointError("CHECKPOINT_UNREADABLE", `${path}: cannot be read: ${message}`, { cause });
}

/** What a file system said on removing. */
export function removeError(path: string, cause: unknown): CheckpointError {
  const text = `${path}: cannot be removed: ${(cause as Error).message}`;
  return new CheckpointError("CHECKPOINT_UNWRITABLE", text, { cause });
}
