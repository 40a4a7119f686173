import { arraySize, arraysOf } from "../row-layout.js";
import type { RowLayout } from "../row-layout.js";
import type { SequenceDataset } from "../sequence-dataset.js";
import { checkIndex } from "./row-index.js";

/** Rows in memory, one after the other: plain data, which can go from one thread to another. */
export interface MemoryDescription {
  readonly kind: "memory";
  readonly layout: RowLayout;
  /** Time steps of each sequence, (N). */
  readonly lengths: Uint32Array;
  readonly values: Float32Array;
}

/** A data set in memory; its rows are views, not copies. */
export class MemoryDataset implements SequenceDataset {
  readonly sequences: number;
  readonly layout: RowLayout;
  /** Where each row begins in the values, (N + 1). */
  private readonly starts: Float64Array;

  /** @throws RangeError where the values are not those of the lengths */
  constructor(readonly description: MemoryDescription) {
    const { layout, lengths, values } = description;
    this.layout = layout;
    this.sequences = lengths.length;
    this.starts = rowStarts(layout, lengths);
    const expected = this.starts[lengths.length];
    if (expected !== values.length) {
      throw new RangeError(`data set in memory: expected ${expected} values, got ${values.length}`);
    }
  }

  lengthOf(index: number): number {
    checkIndex(index, this.sequences);
    return this.description.lengths[index] as number;
  }

  row(index: number): Float32Array {
    checkIndex(index, this.sequences);
    return this.description.values.subarray(this.starts[index], this.starts[index + 1]);
  }
}

function rowStarts(layout: RowLayout, lengths: Uint32Array): Float64Array {
  const arrays = arraysOf(layout);
  const perTimeStep = sum(arrays.filter(({ timed }) => timed).map((array) => arraySize(array, 1)));
  const perRow = sum(arrays.filter(({ timed }) => !timed).map((array) => arraySize(array, 0)));
  const starts = new Float64Array(lengths.length + 1);
  lengths.forEach((length, index) => {
    starts[index + 1] = (starts[index] as number) + perRow + length * perTimeStep;
  });
  return starts;
}

function sum(sizes: readonly number[]): number {
  return sizes.reduce((total, size) => total + size, 0);
}
