import type { BatchRandomness } from "@lockstep/backend";

/**
 * Values between layers: a matrix of (steps * B, features), time step by time step, so that a time step is a block of
 * rows. `steps` is 1 for values that have no time axis.
 */
export interface Activations<T> {
  readonly matrix: T;
  readonly steps: number;
  readonly features: number;
  /** Whether there is a time axis, be it of one step. */
  readonly timed: boolean;
  /** Keras's mask that travels with the value, (steps * B) time step by time step, 1 = use. Absent: all are used. */
  readonly mask?: Float32Array;
}

/** Values of one layer over time, for whoever looks for the first that is not finite. */
export interface Watched<T> {
  /** Path of the layer. */
  readonly layer: string;
  /** (B, ...) blocks in the order in which they were computed. */
  readonly blocks: readonly { readonly timeStep?: number; readonly tensor: T }[];
}

/** What reaches a recurrent layer's states on the way back. */
export interface LayerFlow<T> {
  /** Path of the layer. */
  readonly layer: string;
  /** d(loss)/d(h_t), (B, units), in the input's order of time. */
  readonly steps: readonly T[];
}

/** What a layer's backward pass yields. Undefined stands for zero, or for what was not asked for. */
export interface LayerGradients<T> {
  /** d(loss)/d(parameter), in the order of the layer's parameters. */
  readonly parameters: readonly (T | undefined)[];
  /** d(loss)/d(input), shaped as the inputs' matrices. */
  readonly inputs: readonly (T | undefined)[];
  /** d(loss)/d(initial state), (B, units) each; of layers that were given some. */
  readonly initialStates?: readonly (T | undefined)[];
  /** Gradients inside the layer, where they show more than those of its outputs. */
  watched?(): readonly Watched<T>[];
  /** Of recurrent layers. */
  flow?(): readonly LayerFlow<T>[];
}

/** Which gradients are worth computing. */
export interface WantedGradients {
  readonly inputs: readonly boolean[];
}

/** A layer's forward pass, with what its backward pass needs held in a closure. */
export interface ForwardPass<T> {
  /** The output, then the states that the layer returns. */
  readonly outputs: readonly Activations<T>[];
  /** Of a stateful layer: its states after the last step, (B, units) each, in the order of plan.states; else empty. */
  readonly finalStates: readonly T[];
  /** Values inside the layer, where they show more than its outputs. */
  watched?(): readonly Watched<T>[];
  /**
   * @param gradients d(loss)/d(output), shaped as the outputs' matrices; undefined where nothing depends on an output.
   * At least one is defined.
   */
  backward(gradients: readonly (T | undefined)[], wanted: WantedGradients): LayerGradients<T>;
}

/** What one call of a layer works on. */
export interface LayerCall<T> {
  /** Number of sequences B. */
  readonly rows: number;
  readonly inputs: readonly Activations<T>[];
  /** What a recurrent layer starts from, (B, units) each, as plan.initialStates, or plan.states of a stateful layer; empty: zeros. */
  readonly initialStates: readonly T[];
  /** In the order of the plan. */
  readonly parameters: readonly T[];
  /** True to leave out the final activation; only asked of layers that {@link LayerKernel.givesLogits}. */
  readonly asLogits: boolean;
  /** Present while training. */
  readonly random?: BatchRandomness;
}

/** A layer made ready for one engine: its forward and its backward pass. */
export interface LayerKernel<T> {
  /** True where the layer can end before its activation. */
  readonly givesLogits: boolean;
  forward(call: LayerCall<T>): ForwardPass<T>;
}

/** The `index`-th tensor of a list that the plan says is there. */
export function tensorAt<T>(tensors: readonly (T | undefined)[], index: number): T {
  const tensor = tensors[index];
  if (tensor === undefined)
    throw new RangeError(`tensors: expected more than ${index}, got ${tensors.length}`);
  return tensor;
}
