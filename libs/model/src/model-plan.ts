import type { ConstraintSpec, LayerSpec, RegularizerSpec } from "@lockstep/job";
import type { WeightInitializer } from "./initializers/weight-initializer.js";

/** Shape of one sequence (no batch axis), such as [timeSteps, features] or [units]. */
export type Shape = readonly number[];

/** One parameter tensor and its place in the flat parameter buffer. */
export interface ParameterPlan {
  /** Path of the layer that owns it: `lstm`, or `bidirectional/forward_lstm` within a wrapper. */
  readonly layer: string;
  /** Keras's name of the weight: `kernel`, `recurrent_kernel`, `bias`. */
  readonly name: string;
  readonly shape: Shape;
  /** First element in the flat buffer, in elements. */
  readonly offset: number;
  /** Number of elements. */
  readonly size: number;
  readonly initializer: WeightInitializer;
  /** Adds to the loss of every step, once for the global batch. */
  readonly regularizer?: RegularizerSpec;
  /** Applied after every update. */
  readonly constraint?: ConstraintSpec;
  /** False: no update changes it. Absent: true. */
  readonly trainable?: boolean;
}

/** A value that flows through the model: an input, or an output of a layer. */
export interface ValuePlan {
  /** Of one sequence. */
  readonly shape: Shape;
  /** Whether the first axis is time: exactly where there are two axes. */
  readonly timed: boolean;
}

/** One state vector that a layer carries from one global batch to the next. */
export interface StatePlan {
  /** Path of the layer. */
  readonly layer: string;
  readonly units: number;
  /** First element in a row of carried states, in elements. */
  readonly offset: number;
}

/** A layer with its shapes worked out. */
export interface LayerPlan<Spec extends LayerSpec = LayerSpec> {
  /** Unique name, given or made as Keras makes it (`dense`, `dense_1`). */
  readonly name: string;
  /** Name with those of the wrappers around it: `bidirectional/forward_lstm`. */
  readonly path: string;
  /** Number of the layer in the model, counting those inside wrappers: part of the key of its random masks. */
  readonly ordinal: number;
  /** The layer's options with all defaults filled in. */
  readonly spec: Spec;
  /** Indices into {@link ModelPlan.values} of what it works on; several for layers that merge. Within a wrapper: the wrapper's. */
  readonly inputs: readonly number[];
  /** Indices of the values that a recurrent layer starts from, in Keras's order; empty: from zero, or from carried states. */
  readonly initialStates: readonly number[];
  /**
   * Indices of what it makes: its output (both outputs of a Bidirectional that does not merge), then the states that it
   * returns. Within a wrapper: none.
   */
  readonly outputs: readonly number[];
  /** Shape of the first input. */
  readonly inputShape: Shape;
  /** Shape of the first output. */
  readonly outputShape: Shape;
  /** In Keras's order of weights, those of layers inside included. */
  readonly parameters: readonly ParameterPlan[];
  /** Of a stateful layer, in Keras's order (h, then c), those of layers inside included; else empty. */
  readonly states: readonly StatePlan[];
  /**
   * Layers inside: the forward and the backward layer of a Bidirectional (with goBackwards and zeroOutputForMask as Keras sets them), the layer
   * of a TimeDistributed (its shapes are those of one time step), the cells of an RNN as recurrent layers that one after
   * the other compute what the RNN does.
   */
  readonly inner: readonly LayerPlan[];
}

/** A model with every shape worked out: what a backend compiles. */
export interface ModelPlan {
  /** Names and shapes of the inputs; values 0 to inputs.length - 1. */
  readonly inputs: readonly { readonly name: string; readonly shape: Shape }[];
  /** Shape of the first input: of most models the only one. */
  readonly inputShape: Shape;
  /** Of the output that is trained and predicted. */
  readonly outputShape: Shape;
  /** Whether the first axis of the output is time. */
  readonly outputTimed: boolean;
  /** Inputs, then the outputs of the layers. */
  readonly values: readonly ValuePlan[];
  /** Index of the value that is trained and predicted. */
  readonly output: number;
  /** In an order in which each comes after those that it works on. */
  readonly layers: readonly LayerPlan[];
  /** All parameters in the flat buffer's order. */
  readonly parameters: readonly ParameterPlan[];
  /** Length of the flat parameter buffer, in float32 elements. */
  readonly parameterCount: number;
  /** Length of a row of carried states, over all stateful layers; 0 where there are none. */
  readonly stateSize: number;
}
