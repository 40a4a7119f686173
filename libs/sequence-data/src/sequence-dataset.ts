import type { RowLayout } from "./row-layout.js";

/** Sequences with their targets, in memory or in a file. */
export interface SequenceDataset {
  /** Number of sequences N, at least 1. */
  readonly sequences: number;
  readonly layout: RowLayout;
  /** Time steps of a sequence, at most layout.timeSteps. */
  lengthOf(index: number): number;
  /**
   * One row as {@link RowLayout} says, of finite values. Not to be changed.
   * @throws RangeError for an index that is not of a sequence; DataError where the file cannot be read any more or holds
   * a value that is not finite
   */
  row(index: number): Float32Array;
}
