/**
 * Values between layers: a matrix of (steps * B, features), time step by time step, so that a time step is a block of
 * rows. `steps` is 1 for layers that see no time.
 */
export interface Activations<T> {
  readonly matrix: T;
  readonly steps: number;
}

/** What a layer's backward pass yields. */
export interface LayerGradients<T> {
  /** d(loss)/d(parameter), in the order of the layer's parameters. */
  readonly parameters: readonly T[];
  /** d(loss)/d(input), shaped as the input's matrix; only where it was asked for. */
  readonly input?: T;
}

/** A layer's forward pass, with what its backward pass needs held in a closure. */
export interface ForwardPass<T> {
  readonly output: Activations<T>;
  /** @param gradient d(loss)/d(output), shaped as the output's matrix */
  backward(gradient: T, wantInput: boolean): LayerGradients<T>;
}

/** What one call of a layer works on. */
export interface LayerCall<T> {
  /** Number of sequences B. */
  readonly rows: number;
  readonly input: Activations<T>;
  /** In the order of the plan. */
  readonly parameters: readonly T[];
  /** True to leave out the final activation; only asked of layers that {@link LayerKernel.givesLogits}. */
  readonly asLogits: boolean;
}

/** A layer made ready for one engine: its forward and its backward pass. */
export interface LayerKernel<T> {
  /** True where the layer can end before its activation. */
  readonly givesLogits: boolean;
  forward(call: LayerCall<T>): ForwardPass<T>;
}

/** The `index`-th tensor of a list that the plan says is there. */
export function tensorAt<T>(tensors: readonly T[], index: number): T {
  const tensor = tensors[index];
  if (tensor === undefined)
    throw new RangeError(`tensors: expected more than ${index}, got ${tensors.length}`);
  return tensor;
}
