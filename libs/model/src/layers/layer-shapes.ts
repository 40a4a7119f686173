import type { InitializerName } from "@lockstep/job";
import type { Shape } from "../model-plan.js";

/** A weight of a layer, before it has a place in the flat buffer. */
export interface WeightShape {
  /** Keras's name: `kernel`, `recurrent_kernel`, `bias`. */
  readonly name: string;
  readonly shape: Shape;
  readonly initializer: InitializerName;
}

/** What a layer makes of an input shape. */
export interface LayerShapes {
  readonly outputShape: Shape;
  /** In Keras's order. */
  readonly weights: readonly WeightShape[];
}

/** Thrown by a layer's shape function for an input that it cannot take; the plan adds which layer it was. */
export class InputShapeMismatch extends Error {
  override readonly name = "InputShapeMismatch";

  constructor(expected: string, got: Shape) {
    super(`expected ${expected}, got (${got.join(", ")})`);
  }
}
