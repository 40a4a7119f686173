/** What is wrong with a request to this package. */
export type ObjectiveErrorCode =
  | "unknown-loss"
  | "unknown-metric"
  /** The loss cannot be taken of the model's output. */
  | "wrong-output"
  /** The metric cannot be measured beside this loss, or of this output. */
  | "wrong-metric"
  | "wrong-length"
  /** A target is out of range, or the targets have another shape. */
  | "wrong-target";

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
