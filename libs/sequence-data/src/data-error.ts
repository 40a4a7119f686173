export type DataErrorCode =
  /** No such file. */
  | "DATA_NOT_FOUND"
  /** The file is outside the folder that data may come from. */
  | "DATA_OUTSIDE_ROOT"
  /** The file is there but cannot be read. */
  | "DATA_UNREADABLE"
  /** What was read is not usable as it is. */
  | "DATA_INVALID";

/** Data that cannot be used; the message names file and array, what was expected and what came. */
export class DataError extends Error {
  override readonly name = "DataError";

  constructor(
    readonly code: DataErrorCode,
    message: string,
    options?: { cause?: unknown },
  ) {
    super(message, options);
  }
}

/** What was read is not usable: `place: expected ..., got ...`. */
export function invalidData(place: string, message: string, cause?: unknown): DataError {
  return new DataError("DATA_INVALID", `${place}: ${message}`, cause === undefined ? undefined : { cause });
}
