export type CoordinatorErrorCode =
  | "INVALID_REQUEST" // what was asked for cannot be done: the text names the field
  | "NOT_FOUND"
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

/** What went wrong with a request, as a CoordinatorError where that is the asker's doing; else as it is. */
export function requestError(cause: unknown): Error {
  if (!(cause instanceof Error)) return new Error(String(cause));
  return askersErrors.has(cause.name)
    ? new CoordinatorError("INVALID_REQUEST", cause.message, { cause })
    : cause;
}
