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
