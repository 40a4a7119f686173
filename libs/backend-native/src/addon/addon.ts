import type {
  BatchRandomness,
  MicroBatch,
  MicroBatchRange,
  NonFinitePlace,
  RangeResult,
} from "@lockstep/backend";
import type { Program } from "../program/program-writer.js";

/**
 * What the addon exports: the types of the native boundary. Typed arrays in shared memory are refused everywhere: other
 * threads could change what was checked.
 */
export interface Addon {
  /** Names the bits that the kernels give; the same on every processor. */
  readonly numericsVersion: string;
  /** The instruction sets that this machine can run, the fastest first. */
  instructionSets(): readonly InstructionSet[];
  readonly Model: new (
    words: Program["words"],
    numbers: Program["numbers"],
    strings: Program["strings"],
    instructionSet: InstructionSet,
  ) => AddonModel;
  readonly RangeModel: new (
    words: Program["words"],
    numbers: Program["numbers"],
    strings: Program["strings"],
    objectiveWords: Program["words"],
    objectiveNumbers: Program["numbers"],
    objectiveStrings: Program["strings"],
    instructionSet: InstructionSet,
  ) => AddonRangeModel;
  /** @throws TypeError unless `threads` is a whole number from 1 to 1024; Error where the system has no more */
  readonly ThreadPool: new (threads: number) => AddonThreadPool;
}

/**
 * Threads that compute beside JavaScript's, first come, first served. While work is out, the pool keeps the process alive
 * and need not be kept by anybody.
 */
export interface AddonThreadPool {
  /** Work that has not begun is rejected at once; what runs is told. @returns whether it was out at all */
  cancel(ticket: number): boolean;
  /** Cancels all work; resolves when every thread has ended. */
  close(): Promise<void>;
}

/** Work that a pool was given. */
export interface Submitted<Result> {
  /** Names it for `cancel`. */
  readonly ticket: number;
  readonly result: Promise<Result>;
}

export type InstructionSet = "avx512" | "avx2" | "neon" | "portable";

/** Sequences as the addon reads them: a MicroBatch of libs/backend without its targets. */
export interface AddonBatch {
  readonly rows: number;
  readonly inputs: readonly Float32Array[];
  readonly timeSteps?: number;
  readonly mask?: Float32Array;
  readonly states?: Float32Array;
  readonly random?: BatchRandomness;
}

export interface ForwardResult {
  /** (rows, steps, features) */
  readonly output: Float32Array;
  /** Mask of the output, (rows, steps). */
  readonly mask?: Float32Array;
  readonly steps: number;
  readonly timed: boolean;
  /** (rows, stateSize) */
  readonly states: Float32Array;
  /** Where it was asked to look, and found something. */
  readonly nonFinite?: NonFinitePlace;
}

export interface BackwardResult {
  /** (parameterCount) */
  readonly gradient: Float32Array;
  /** By input; undefined where it has none. Empty where they were not asked for. */
  readonly inputGradients: readonly (Float32Array | undefined)[];
  /** Where `forward` was asked for it: as `gradientFlowLayers` of libs/model has it. */
  readonly flow?: Float64Array;
  readonly nonFinite?: NonFinitePlace;
}

/**
 * A model in the addon, for one thread: all calls compute before they return. Errors are as `callAddon` takes them;
 * "not-ready" too where JavaScript that runs in the middle of a call, as a getter of the batch does, calls the model.
 */
export interface AddonModel {
  setParameters(parameters: Float32Array): void;
  forward(batch: AddonBatch, asLogits: boolean, watch: boolean, gradientFlow?: boolean): ForwardResult;
  /** Of the last `forward`. @param cotangent d(loss)/d(output), shaped as it */
  backward(cotangent: Float32Array, inputGradients: boolean, watch: boolean): BackwardResult;
  dispose(): void;
}

/** A range of micro-batches, property by property: each would take longer to look up in an object than to pass on. */
export type RangeArguments = [
  purpose: MicroBatchRange["purpose"],
  /** Of each micro-batch: as a typed array, which is read without a call for each number. */
  rows: Float64Array,
  inputs: MicroBatch["inputs"],
  y: MicroBatch["y"],
  timeSteps: MicroBatch["timeSteps"],
  weights: MicroBatch["weights"],
  mask: MicroBatch["mask"],
  states: MicroBatch["states"],
  /** With the next two; undefined, all three: nothing is random. */
  seed: number | undefined,
  step: number | undefined,
  sequences: Uint32Array | undefined,
  gradientFlow: boolean,
];

/**
 * Where a range's sums and states are written, in memory that is theirs alone until it has ended; empty where its purpose
 * does not ask for them. What is in them after an error is not said.
 */
export type RangeOutputs = [
  gradient: RangeResult["gradient"],
  statistics: RangeResult["statistics"],
  states: RangeResult["states"],
];

/** What is not written there. */
export interface RangeOutcome extends Pick<RangeResult, "isFinite"> {
  /** To predict. */
  readonly predictions?: RangeResult["predictions"];
  /** Of a gradient whose flow is asked for: as `gradientFlowLayers` of libs/model has it. */
  readonly flow?: Float64Array;
}

/**
 * A model with its objective in the addon; one computation at a time. A range's arrays are not read after a call returns.
 * Those that are written to are kept until it has ended, and must not be given away before.
 */
export interface AddonRangeModel {
  setParameters(parameters: Float32Array): void;
  /** Computes before it returns. */
  compute(...range: [...RangeArguments, ...RangeOutputs]): RangeOutcome;
  /**
   * Computes on a thread of the pool; outputs are written right before the promise resolves, on this thread. Of a
   * rejected promise the reason is as `callAddon` takes errors.
   */
  submit(pool: AddonThreadPool, ...range: [...RangeArguments, ...RangeOutputs]): Submitted<RangeOutcome>;
  /** Looks for the first value that is not finite, on a thread of the pool. */
  submitLocate(pool: AddonThreadPool, ...range: RangeArguments): Submitted<NonFinitePlace | undefined>;
  dispose(): void;
}
