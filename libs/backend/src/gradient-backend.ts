import type { ModelPlan } from "@lockstep/model";
import type { Objective } from "@lockstep/objective";
import type { RangeModel } from "./range-model.js";

export type BackendName = "native" | "tensorflow" | "wasm" | "cpu";

/**
 * Sequences computed in one call. Arrays are dense, row by row (C order). The time axis of inputs and targets may be
 * shorter than the plan's (a batch is padded to its longest sequence, or is a part of longer sequences).
 */
export interface MicroBatch {
  /** Number of sequences B. */
  readonly rows: number;
  /** One for each of plan.inputs, (B, ...shape). */
  readonly inputs: readonly Float32Array[];
  /** Targets, (B, ...) as the objective wants them; empty for `predict`. */
  readonly y: Float32Array;
  /** Time steps T of inputs and targets that have a time axis. Absent: the plan's. */
  readonly timeSteps?: number;
  /** Sample weights, (B) or (B, T). */
  readonly weights?: Float32Array;
  /** Mask of the first input, (B, T), 1 = use, beside what layers of the model mask. */
  readonly mask?: Float32Array;
  /** Carried states before the batch, (B, plan.stateSize). Absent: zeros. */
  readonly states?: Float32Array;
  /** Present while training: layers that are random then draw from these. */
  readonly random?: BatchRandomness;
}

/** What random masks are keyed by, so that they do not depend on who computes a sequence, or with which others. */
export interface BatchRandomness {
  /** The job's seed, an unsigned 32-bit number. */
  readonly seed: number;
  /** Steps taken before. */
  readonly step: number;
  /** Index of each row's sequence in the training data, (B). */
  readonly sequences: Uint32Array;
}

/** What one micro-batch adds to the step: sums, never means. */
export interface MicroBatchSums {
  /** d(sum of losses)/d(parameters), flat, in the plan's parameter order; (parameterCount). */
  readonly gradient: Float32Array;
  /**
   * Loss, weight and metric sums in the layout of the objective, (objective.statisticsLength); behind them the sums of
   * the gradient flow where they were asked for.
   */
  readonly statistics: Float64Array;
  /** Carried states after the batch, (B, plan.stateSize). */
  readonly states: Float32Array;
  /** d(sum of losses)/d(input), one for each input, shaped like it; only where they were asked for. Of token ids: empty. */
  readonly inputGradients?: readonly Float32Array[];
}

export interface Evaluation {
  /** Loss and metric sums; (objective.statisticsLength). */
  readonly statistics: Float64Array;
  /** As in {@link MicroBatchSums}. */
  readonly states: Float32Array;
}

export interface Prediction {
  /** (B, ...plan.outputShape), final activation applied. */
  readonly predictions: Float32Array;
  /** As in {@link MicroBatchSums}. */
  readonly states: Float32Array;
}

/** What a gradient is asked for besides. */
export interface GradientOptions {
  readonly inputGradients?: boolean | undefined;
  /** See `gradientFlowLayers`. */
  readonly gradientFlow?: boolean | undefined;
}

/** Where a computation first left the finite numbers. */
export interface NonFinitePlace {
  /** Path of the layer. */
  readonly layer: string;
  /** In its output on the way forward, or in the gradient of its output on the way back. */
  readonly pass: "forward" | "backward";
  /** Row of the micro-batch. */
  readonly row: number;
  /** From 0; absent where the value has no time axis. */
  readonly timeStep?: number;
  /** NaN, Infinity or -Infinity. */
  readonly value: number;
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
  /** @throws BackendError `wrong-length` where an array does not fit the plan; so do the next ones. */
  gradient(batch: MicroBatch, options?: GradientOptions): MicroBatchSums;
  /** Loss and metric sums without a gradient. */
  evaluate(batch: MicroBatch): Evaluation;
  predict(batch: MicroBatch): Prediction;
  /** Goes through the batch again, looking at every layer; undefined where all values are finite. */
  locateNonFinite(batch: MicroBatch): NonFinitePlace | undefined;
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
  /** Of backends that compute on threads of their own. @throws UnsupportedModelError as `prepare` does */
  prepareForRanges?(plan: ModelPlan, objective: Objective): RangeModel;
  dispose(): void;
}
