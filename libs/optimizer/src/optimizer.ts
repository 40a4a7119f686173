import { copyInSlices, type Pace, type Sliced, type VectorOperation } from "@lockstep/numerics";

/** Parameters and what the optimizer remembers of earlier gradients. All vectors have the parameters' length. */
export interface OptimizerState {
  /** Steps taken. */
  readonly step: number;
  readonly parameters: Float32Array;
  /** One vector for each of {@link Optimizer.momentNames}. */
  readonly moments: readonly Float32Array[];
}

/** An update that is ready to be done. */
export interface PlannedUpdate {
  readonly operations: readonly VectorOperation[];
  /** The state once they are done; until then the moments belong to no step, and the parameters are not there. */
  readonly next: OptimizerState;
}

/** One update rule. Arithmetic is float32, operation by operation, so that every implementation can repeat its bits. */
export interface Optimizer {
  /** What the moments are called in a checkpoint, such as `first_moment`. */
  readonly momentNames: readonly string[];
  /** What each of them is filled with before the first step. */
  readonly momentStarts: readonly number[];
  /** Whether the learning rate is a schedule. */
  readonly hasSchedule: boolean;
  /** Whether a moving average of the parameters is what training leaves. */
  readonly keepsAverage: boolean;
  /** The learning rate of the update after `step` steps: the first one has that of step 0. A float32 value. */
  learningRate(step: number): number;
  /**
   * The state after one step. Parameters are new; the moments' arrays are taken over and changed in place.
   * @param gradient mean gradient over the global batch; not changed
   * @param learningRate in place of that of `state.step`
   */
  update(state: OptimizerState, gradient: Float32Array, learningRate?: number): OptimizerState;
  /**
   * What `update` does, to be done. Updates of one optimizer are done one after the other, as they share memory for what
   * lies between gradient and parameters.
   */
  plannedUpdate(state: OptimizerState, gradient: Float32Array, learningRate: number): PlannedUpdate;
  /** What training leaves: the parameters, or their moving average where the job asks for it. */
  finalParameters(state: OptimizerState): Float32Array;
  /** As `finalParameters`, with stops. */
  finalParametersInSlices(state: OptimizerState, pace: Pace): Sliced<Float32Array>;
}

/** State before the first step. */
export function initialState(optimizer: Optimizer, parameters: Float32Array): OptimizerState {
  const moments = optimizer.momentStarts.map((start) => new Float32Array(parameters.length).fill(start));
  return { step: 0, parameters, moments };
}

/** A state that further updates do not change: the parameters never are, the moments are copied. */
export function* copyStateInSlices(state: OptimizerState, pace: Pace): Sliced<OptimizerState> {
  const moments: Float32Array[] = [];
  for (const moment of state.moments) moments.push(yield* copyInSlices(moment, pace));
  return { ...state, moments };
}
