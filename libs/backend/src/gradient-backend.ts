import type { ModelPlan } from "@lockstep/model";
import type { Objective } from "@lockstep/objective";

export type BackendName = "tensorflow" | "wasm" | "cpu";

/** Sequences computed in one call. Arrays are dense, row by row (C order). */
export interface MicroBatch {
  /** Number of sequences B. */
  readonly rows: number;
  /** Inputs, (B, ...plan.inputShape). */
  readonly x: Float32Array;
  /** Targets, (B, ...plan.outputShape); empty for `predict`. */
  readonly y: Float32Array;
}

/** What one micro-batch adds to the step: sums, never means. */
export interface MicroBatchSums {
  /** d(sum of losses)/d(parameters), flat, in the plan's parameter order; (parameterCount). */
  readonly gradient: Float32Array;
  /** Loss, weight and metric sums in the layout of the objective; (objective.statisticsLength). */
  readonly statistics: Float64Array;
}

/**
 * A model made ready to compute on a backend. Calls are synchronous and run on the calling thread; equal arguments
 * give equal bits. Not shared between threads.
 */
export interface PreparedModel {
  /**
   * Copies the parameters, flat, (plan.parameterCount). Must come before any of the calls below.
   * @throws BackendError `wrong-length`
   */
  setParameters(parameters: Float32Array): void;
  /** @throws BackendError `wrong-length` where x or y do not fit the plan; so do the next two. */
  gradient(batch: MicroBatch): MicroBatchSums;
  /** Loss and metric sums without a gradient; (objective.statisticsLength). */
  evaluate(batch: MicroBatch): Float64Array;
  /** Predictions, (B, ...plan.outputShape), final activation applied. */
  predict(batch: MicroBatch): Float32Array;
  dispose(): void;
}

/** Computes losses and gradients of micro-batches. */
export interface GradientBackend {
  readonly name: BackendName;
  /** Version of the library that computes, for people. */
  readonly version: string;
  /** Equal fingerprints promise equal bits: backend, library version and whatever else changes them. */
  readonly fingerprint: string;
  /** @throws UnsupportedModelError naming the layer and option that this backend cannot compute. */
  prepare(plan: ModelPlan, objective: Objective): PreparedModel;
  dispose(): void;
}
