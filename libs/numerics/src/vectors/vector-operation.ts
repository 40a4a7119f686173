/** Memory that operations work on. float32 but for sums, which are float64, and places, which are uint32. */
export type Vector = Float32Array | Float64Array | Uint32Array;

/** Elements [begin, end) of flat vectors. */
export interface Stretch {
  readonly begin: number;
  readonly end: number;
}

/**
 * Arithmetic on a stretch of flat vectors, ready to be done: here, in TypeScript, or by an {@link ArithmeticEngine},
 * which knows it by its name.
 */
export interface VectorOperation extends Stretch {
  /** Such as `adam`. Names one arithmetic, to the bit. */
  readonly name: string;
  /** In the order that goes with the name. No two share memory. */
  readonly vectors: readonly Vector[];
  /** In the order that goes with the name. */
  readonly numbers: readonly number[];
  /** The reference: works on a piece of the stretch. Pieces come from front to back. */
  over(begin: number, end: number): void;
}

/** Does operations otherwise than in TypeScript, and to the same bits. */
export interface ArithmeticEngine {
  /**
   * Does operations one after the other, in this call or beside it.
   * @returns true: they are done; a promise: they are being done, and until it resolves nobody may change their vectors
   *   or read what they change; false: they are not its business, such as small ones, and are to be done in TypeScript
   */
  take(operations: readonly VectorOperation[]): boolean | Promise<void>;
}
