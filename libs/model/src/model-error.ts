/** A model whose layers do not fit together or cannot be built. */
export class ModelError extends Error {
  override readonly name = "ModelError";
  readonly code = "MODEL_INVALID";

  /** @param path the part of the job at fault, such as `model.layers[1]` */
  constructor(
    readonly path: string,
    message: string,
  ) {
    super(`${path}: ${message}`);
  }
}
