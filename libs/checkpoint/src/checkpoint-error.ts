export type CheckpointErrorCode =
  /** No such file. */
  | "CHECKPOINT_NOT_FOUND"
  /** The file is there but cannot be read. */
  | "CHECKPOINT_UNREADABLE"
  /** The file could not be written; what was there before is unchanged. */
  | "CHECKPOINT_UNWRITABLE"
  /** What was read is damaged, or does not fit the model. */
  | "CHECKPOINT_INVALID";

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
