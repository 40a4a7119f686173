/** What is wrong with a request to this package. */
export type ObjectiveErrorCode =
  "unknown-loss" | "unknown-metric" | "wrong-output" | "wrong-length" | "no-entries";

/** The one error of this package; the message names the field, what was expected and what came. */
export class ObjectiveError extends Error {
  override readonly name = "ObjectiveError";

  constructor(
    readonly code: ObjectiveErrorCode,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}
