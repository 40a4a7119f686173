import type { OptimizerSpec } from "@lockstep/job";
import { adam } from "./adam.js";

/** Parameters and what the optimizer remembers of earlier gradients. All vectors have the parameters' length. */
export interface OptimizerState {
  /** Steps taken. */
  readonly step: number;
  readonly parameters: Float32Array;
  /** One vector for each of {@link Optimizer.momentNames}. */
  readonly moments: readonly Float32Array[];
}

/** One update rule. Arithmetic is float32, operation by operation, so that every implementation can repeat its bits. */
export interface Optimizer {
  /** What the moments are called in a checkpoint, such as `first_moment`. */
  readonly momentNames: readonly string[];
  /** The learning rate of the update after `step` steps. */
  learningRate(step: number): number;
  /**
   * The state after one update. Parameters are new; the moments' arrays are taken over and changed in place.
   * @param gradient mean gradient over the global batch
   */
  update(state: OptimizerState, gradient: Float32Array): OptimizerState;
}

/** A further optimizer is one more file and a line here. */
const optimizers = { Adam: adam } as const satisfies Record<
  OptimizerSpec["type"],
  (spec: OptimizerSpec) => Optimizer
>;

/** The optimizer that a job names. */
export function optimizerOf(spec: OptimizerSpec): Optimizer {
  return optimizers[spec.type](spec);
}

/** State before the first step. */
export function initialState(optimizer: Optimizer, parameters: Float32Array): OptimizerState {
  const moments = optimizer.momentNames.map(() => new Float32Array(parameters.length));
  return { step: 0, parameters, moments };
}
