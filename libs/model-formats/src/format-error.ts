/** What is wrong with a file of another program, or with a wish to write one. */
export type FormatErrorCode =
  /** The file cannot be read, or is not of the format or damaged. */
  | "FORMAT_INVALID"
  /** The file is sound, but says something that Lockstep has not. */
  | "FORMAT_UNSUPPORTED"
  /** The format cannot express the model. */
  | "MODEL_INEXPRESSIBLE";

/** A model file that cannot be used or written; the message names file and part, what was expected and what came. */
export class FormatError extends Error {
  override readonly name = "FormatError";

  constructor(
    readonly code: FormatErrorCode,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}
