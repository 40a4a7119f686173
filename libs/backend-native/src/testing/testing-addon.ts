import { loadAddon } from "../addon/load-addon.js";
import type { Program } from "../program/program-writer.js";

/** What the addon has for tests alone: pieces of the core that no backend calls one by one. */
export interface TestingAddon {
  /** A function of libs/numerics by its name. */
  evaluate(name: string, x: number): number;
  pow(x: number, y: number): number;
  powInt(base: number, exponent: number): number;
  /** f of a row. */
  activate(activation: number, z: Float32Array): Float32Array;
  /** d(loss)/d(row) from d(loss)/d(f of it). */
  activationGradient(activation: number, z: Float32Array, dOut: Float32Array): Float32Array;
  /** The mask of one sequence. */
  dropoutMask(
    ...key: [
      seed: number,
      step: number,
      ordinal: number,
      mask: number,
      sequence: number,
      rate: number,
      size: number,
    ]
  ): Float32Array;
  /** Calls while this thread rounds downwards, as another library of the process may have it. */
  readonly roundingDown: <Result>(call: () => Result) => Result;
  readonly Objective: new (
    words: Program["words"],
    numbers: Program["numbers"],
    strings: Program["strings"],
  ) => TestedObjective;
}

/** An OutputBatch of libs/objective whose entries may stand anywhere. */
export interface PlacedBatch {
  readonly rows: number;
  readonly entriesPerRow: number;
  /** Floats from row to row, and from entry to entry of a row. */
  readonly rowStride: number;
  readonly entryStride: number;
  readonly outputs: Float32Array;
  readonly targets: Float32Array;
  readonly weights?: Float32Array | undefined;
  readonly mask?: Float32Array | undefined;
}

export interface TestedObjective {
  readonly statisticsLength: number;
  readonly targetWidth: number;
  readonly fromLogits: boolean;
  /** @param gradient as long as the outputs; written where entries are */
  accumulate(batch: PlacedBatch, statistics: Float64Array, gradient?: Float32Array): void;
}

export function loadTestingAddon(): TestingAddon {
  return (loadAddon() as unknown as { readonly testing: TestingAddon }).testing;
}
