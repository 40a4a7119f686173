/** Why a backend refused. */
export type BackendErrorCode =
  /** The machine or its set-up cannot run this backend; the message says how to mend that. */
  | "unavailable"
  /** The backend runs, but not this model: an {@link UnsupportedModelError}. */
  | "unsupported-model"
  /** An array has another length than the model's plan asks for. */
  | "wrong-length"
  /** A value is not one that the model can take, such as a token that has no place in an embedding. */
  | "wrong-value"
  /** A call that needs parameters came before `setParameters`, or after `dispose`. */
  | "not-ready";

/** The error of every backend: what was expected and what came. */
export class BackendError extends Error {
  override readonly name: string = "BackendError";

  constructor(
    readonly code: BackendErrorCode,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/** A layer or option that a backend cannot compute. */
export class UnsupportedModelError extends BackendError {
  override readonly name = "UnsupportedModelError";

  /** @param layer name of the layer in the plan, such as `simple_rnn_1` */
  constructor(
    readonly layer: string,
    message: string,
    options?: ErrorOptions,
  ) {
    super("unsupported-model", `layer ${layer}: ${message}`, options);
  }
}
