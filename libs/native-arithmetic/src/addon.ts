/** What this package uses of the addon: the types of the native boundary. */
export interface ArithmeticAddon {
  /** The instruction sets that this machine can run, the fastest first. All give the same bits. */
  instructionSets(): readonly string[];
  /** What it calls its operations, by code. */
  operationNames(): readonly string[];
  readonly VectorArithmetic: new (instructionSet: string) => AddonVectorArithmetic;
  readonly ThreadPool: new (threads: number) => AddonThreadPool;
}

/** Threads beside JavaScript's. They keep a process alive while they have work, and go with this. */
export type AddonThreadPool = object;

/** Operations as the addon reads them; see its VectorProgram. */
export interface VectorProgram {
  readonly words: Int32Array;
  readonly numbers: Float64Array;
  /** It has none: all programs of the addon are written so. */
  readonly strings: readonly string[];
  /** Changed in place. */
  readonly vectors: readonly (Float32Array | Float64Array | Uint32Array)[];
}

type ProgramArguments = [
  words: VectorProgram["words"],
  numbers: VectorProgram["numbers"],
  strings: VectorProgram["strings"],
  vectors: VectorProgram["vectors"],
];

/**
 * Both throw an Error where a program does not fit its vectors, or anything is in shared memory, before anything is
 * changed.
 */
export interface AddonVectorArithmetic {
  /** Done when it returns. */
  run(...program: ProgramArguments): void;
  /**
   * Done, on a thread of the pool, when `result` resolves. Until then the vectors are kept, and the caller must neither
   * transfer their memory (postMessage, structuredClone, ArrayBuffer.transfer) nor resize it: Node-API has no means to
   * prevent that, and the thread would work on memory that is gone.
   */
  submit(pool: AddonThreadPool, ...program: ProgramArguments): { readonly result: Promise<void> };
}
