import type {
  Evaluation,
  MicroBatch,
  MicroBatchSums,
  NonFinitePlace,
  Prediction,
} from "./gradient-backend.js";

/** Micro-batches that follow each other, to be computed in one call: a node of the canonical reduction tree. */
export interface MicroBatchRange {
  readonly purpose: "gradient" | "evaluate" | "predict";
  /** Sequences of each micro-batch, one at least. */
  readonly rows: readonly number[];
  /** The sequences of all of them, one after the other, (sum of rows), padded to the same time steps. */
  readonly batch: MicroBatch;
  /** Whether a gradient's flow is asked for, see `gradientFlowLayers`. */
  readonly gradientFlow?: boolean | undefined;
}

/** Sequences of all micro-batches together. A loop, as there are thousands: `reduce` takes five times as long. */
export function sequenceCount(rows: readonly number[]): number {
  let sum = 0;
  for (const count of rows) sum += count;
  return sum;
}

/** What a range comes to: what its purpose does not ask for is empty. */
export interface RangeResult {
  /** Gradients of the micro-batches, added up as the canonical tree does; (parameterCount). For `gradient`. */
  readonly gradient: MicroBatchSums["gradient"];
  /**
   * Loss and metric sums, added up in the same tree, (objective.statisticsLength); behind them the sums of the gradient
   * flow where they were asked for. For `gradient` and `evaluate`.
   */
  readonly statistics: Evaluation["statistics"];
  /** (B, ...plan.outputShape), final activation applied. For `predict`. */
  readonly predictions: Prediction["predictions"];
  /** Carried states after the range, (B, plan.stateSize). */
  readonly states: Evaluation["states"];
  /** Whether all of these are finite numbers, those of the gradient flow left aside. */
  readonly isFinite: boolean;
}

/**
 * A model that computes whole ranges on threads of the backend's own, so that the calling thread is free meanwhile.
 * The bits are those of computing micro-batch by micro-batch with a PreparedModel and adding up in the canonical tree.
 * One computation at a time; several models may compute at once.
 */
export interface RangeModel {
  /**
   * Copies the parameters, flat, (plan.parameterCount), for the computations that begin afterwards.
   * @throws BackendError `wrong-length`
   */
  setParameters(parameters: Float32Array): void;
  /**
   * The range's arrays must not change until it ends.
   * @param signal gives the range up, at its next micro-batch at the latest; rejects with the signal's reason then
   * @param gradient memory that the result's may take, (plan.parameterCount), written by the time the promise resolves;
   *   nobody else's until it is settled
   * @throws BackendError `wrong-length` where an array does not fit the plan, `not-ready` before the first parameters
   */
  computeRange(range: MicroBatchRange, signal: AbortSignal, gradient?: Float32Array): Promise<RangeResult>;
  /**
   * The same bits, computed on the calling thread, which it blocks: for ranges so small that handing them to a thread
   * takes longer than computing them. It cannot be given up. Absent where a model computes on its own threads only.
   * @throws BackendError as `computeRange` rejects
   */
  computeRangeHere?(range: MicroBatchRange, gradient?: Float32Array): RangeResult;
  /** Goes through one micro-batch again, looking at every layer; undefined where all values are finite. */
  locateNonFinite(batch: MicroBatch): Promise<NonFinitePlace | undefined>;
  /** Frees it, once what it computes has ended. */
  dispose(): void;
}
