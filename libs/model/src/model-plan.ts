import type { InitializerName, LayerSpec } from "@lockstep/job";

/** Shape of one sequence (no batch axis), such as [timeSteps, features] or [units]. */
export type Shape = readonly number[];

/** One parameter tensor and its place in the flat parameter buffer. */
export interface ParameterPlan {
  /** Name of the layer that owns it, such as `simple_rnn`. */
  readonly layer: string;
  /** Keras's name of the weight: `kernel`, `recurrent_kernel`, `bias`. */
  readonly name: string;
  readonly shape: Shape;
  /** First element in the flat buffer, in elements. */
  readonly offset: number;
  /** Number of elements. */
  readonly size: number;
  readonly initializer: InitializerName;
}

/** A layer with its shapes worked out. */
export interface LayerPlan<Spec extends LayerSpec = LayerSpec> {
  /** Unique name, given or made as Keras makes it (`dense`, `dense_1`). */
  readonly name: string;
  /** The layer's options with all defaults filled in. */
  readonly spec: Spec;
  readonly inputShape: Shape;
  readonly outputShape: Shape;
  /** In Keras's order of weights. */
  readonly parameters: readonly ParameterPlan[];
}

/** A model with every shape worked out: what a backend compiles. */
export interface ModelPlan {
  readonly inputShape: Shape;
  readonly outputShape: Shape;
  readonly layers: readonly LayerPlan[];
  /** All parameters in the flat buffer's order. */
  readonly parameters: readonly ParameterPlan[];
  /** Length of the flat parameter buffer, in float32 elements. */
  readonly parameterCount: number;
}
