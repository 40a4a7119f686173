/** Sequences with their targets, in memory; arrays are dense, row by row (C order). */
export interface SequenceDataset {
  /** Number of sequences N, at least 1. */
  readonly sequences: number;
  /** [timeSteps, features] of a sequence. */
  readonly sequenceShape: readonly [number, number];
  /** Shape of one target, such as [1]; [] where the data set was opened without targets. */
  readonly targetShape: readonly number[];
  /** Inputs, (N, timeSteps, features); finite. */
  readonly x: Float32Array;
  /** Targets, (N, ...targetShape); finite. Of length 0 where the data set was opened without targets. */
  readonly y: Float32Array;
}

/** Rows copied from a data set, in the order asked for. */
export interface GatheredRows {
  /** Number of rows B. */
  readonly rows: number;
  /** (B, timeSteps, features) */
  readonly x: Float32Array;
  /** (B, ...targetShape); of length 0 where the data set has no targets. */
  readonly y: Float32Array;
}

/**
 * Copies rows out of a data set.
 * @throws RangeError for an index that is not of a sequence
 */
export function gather(dataset: SequenceDataset, indices: ArrayLike<number>): GatheredRows {
  const rows = indices.length;
  return {
    rows,
    x: gatherRows(dataset.x, dataset.sequences, indices),
    y: gatherRows(dataset.y, dataset.sequences, indices),
  };
}

function gatherRows(from: Float32Array, sequences: number, indices: ArrayLike<number>): Float32Array {
  const rowLength = from.length / sequences;
  const rows = new Float32Array(indices.length * rowLength);
  for (let row = 0; row < indices.length; row += 1) {
    const index = indices[row] ?? NaN;
    if (!Number.isInteger(index) || index < 0 || index >= sequences) {
      throw new RangeError(`gather: expected an index below ${sequences}, got ${index}`);
    }
    copyRow(from, index * rowLength, rows, row * rowLength, rowLength);
  }
  return rows;
}

/** Below this length an element-wise copy is quicker than a view and a set. */
const shortRow = 64;

function copyRow(from: Float32Array, at: number, to: Float32Array, offset: number, length: number): void {
  if (length > shortRow) return to.set(from.subarray(at, at + length), offset);
  for (let index = 0; index < length; index++) to[offset + index] = from[at + index] as number;
}

/** Part of a data set, without copying: sequences from `begin` to just before `end`. */
export function sliceDataset(dataset: SequenceDataset, begin: number, end: number): SequenceDataset {
  if (!(begin >= 0 && begin < end && end <= dataset.sequences)) {
    throw new RangeError(`slice: expected a range within 0 to ${dataset.sequences}, got ${begin} to ${end}`);
  }
  const part = (values: Float32Array) => {
    const rowLength = values.length / dataset.sequences;
    return values.subarray(begin * rowLength, end * rowLength);
  };
  return { ...dataset, sequences: end - begin, x: part(dataset.x), y: part(dataset.y) };
}
