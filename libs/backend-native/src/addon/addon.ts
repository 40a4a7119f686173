import type { BatchRandomness, NonFinitePlace } from "@lockstep/backend";
import type { Program } from "../program/program-writer.js";

/** What the addon exports: the types of the native boundary. */
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
  readonly nonFinite?: NonFinitePlace;
}

/** A model in the addon, for one thread: all calls compute before they return. Errors are as `callAddon` takes them. */
export interface AddonModel {
  setParameters(parameters: Float32Array): void;
  forward(batch: AddonBatch, asLogits: boolean, watch: boolean): ForwardResult;
  /** Of the last `forward`. @param cotangent d(loss)/d(output), shaped as it */
  backward(cotangent: Float32Array, inputGradients: boolean, watch: boolean): BackwardResult;
  dispose(): void;
}
