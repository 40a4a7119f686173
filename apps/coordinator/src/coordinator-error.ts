export type CoordinatorErrorCode =
  | "INVALID_REQUEST" // what was asked for cannot be done: the text names the field
  | "NOT_FOUND"
  | "WRONG_STATE" // the run is not in a state in which that can be done
  | "DATA_CHANGED" // what a run was begun with is not what is there now
  | "UNWRITABLE" // it cannot be kept: the disk is full, or refuses
  | "LOCKED" // another process has the data folder
  | "BUSY" // too much waits already
  | "CANCELLED" // the asker gave up
  | "LISTEN_FAILED"
  | "CLOSING";

/** What the coordinator refuses, and why. */
export class CoordinatorError extends Error {
  override readonly name = "CoordinatorError";

  constructor(
    readonly code: CoordinatorErrorCode,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/** Errors that are the asker's doing: they carry a text that names the field. */
const askersErrors: ReadonlySet<string> = new Set([
  "JobError",
  "DataError",
  "ModelError",
  "ObjectiveError",
  "CheckpointError",
  "FormatError",
]);

/** Text of whatever was thrown. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** What went wrong with a request, as a CoordinatorError where that is the asker's doing; else as it is. */
export function requestError(cause: unknown): Error {
  if (!(cause instanceof Error)) return new Error(String(cause));
  return askersErrors.has(cause.name)
    ? new CoordinatorError("INVALID_REQUEST", cause.message, { cause })
    : cause;
}
