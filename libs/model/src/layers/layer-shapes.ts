import type { ConstraintSpec, RegularizerSpec } from "@lockstep/job";
import type { WeightInitializer } from "../initializers/weight-initializer.js";
import type { Shape } from "../model-plan.js";

/** A weight of a layer, before it has a place in the flat buffer. */
export interface WeightShape {
  /** Keras's name: `kernel`, `recurrent_kernel`, `bias`. */
  readonly name: string;
  readonly shape: Shape;
  readonly initializer: WeightInitializer;
  readonly regularizer?: RegularizerSpec | undefined;
  readonly constraint?: ConstraintSpec | undefined;
}

/** What a layer makes of its inputs' shapes. */
export interface LayerShapes {
  /** Of its output (outputs, for a Bidirectional that does not merge), then of the states that it returns. */
  readonly outputs: readonly Shape[];
  /** Its own, in Keras's order. */
  readonly weights: readonly WeightShape[];
  /** Units of each state of a recurrent layer, in Keras's order, those of layers inside included. */
  readonly stateUnits: readonly number[];
  /** Of the layers inside. */
  readonly inner: readonly InnerShapes[];
}

/** A layer inside a wrapper, with the shape that it works on. */
export interface InnerShapes extends LayerShapes {
  readonly inputShape: Shape;
}

/** Shapes of a layer without states and without layers inside. */
export function plainShapes(outputShape: Shape, weights: readonly WeightShape[] = []): LayerShapes {
  return { outputs: [outputShape], weights, stateUnits: [], inner: [] };
}

/** Thrown by a layer's shape function for what it cannot take; the plan adds which layer it was. */
export class LayerMisfit extends Error {
  override readonly name = "LayerMisfit";
}

/** `(timeSteps, features)` and the like, for messages. */
export function showShape(shape: Shape): string {
  return `(${shape.join(", ")})`;
}

/** A misfit of the input's shape. */
export function wrongInput(expected: string, got: Shape): LayerMisfit {
  return new LayerMisfit(`expected ${expected}, got ${showShape(got)}`);
}

/** Time steps and features of a sequence. @throws LayerMisfit where the input is none */
export function sequenceShape(inputShape: Shape): { timeSteps: number; features: number } {
  const [timeSteps, features, ...more] = inputShape;
  if (timeSteps === undefined || features === undefined || more.length > 0) {
    throw wrongInput("input sequences of shape (timeSteps, features)", inputShape);
  }
  return { timeSteps, features };
}
