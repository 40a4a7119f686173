import type { RowLayout } from "../row-layout.js";
import type { SequenceDataset } from "../sequence-dataset.js";
import { checkIndex } from "./row-index.js";
import { targetOf } from "./target-of.js";

/** Rows `begin` to just before `end` of a data set, in place. */
export class SliceDataset implements SequenceDataset {
  readonly sequences: number;
  readonly layout: RowLayout;

  constructor(
    readonly of: SequenceDataset,
    readonly begin: number,
    readonly end: number,
  ) {
    this.sequences = end - begin;
    this.layout = of.layout;
  }

  lengthOf(index: number): number {
    return this.of.lengthOf(this.place(index));
  }

  row(index: number): Float32Array {
    return this.of.row(this.place(index));
  }

  target(index: number): Float32Array {
    return targetOf(this.of, this.place(index));
  }

  private place(index: number): number {
    checkIndex(index, this.sequences);
    return this.begin + index;
  }
}

/** @throws RangeError where this is no slice of at least one row */
export function sliceDataset(dataset: SequenceDataset, begin: number, end: number): SequenceDataset {
  const { sequences } = dataset;
  if (!(Number.isInteger(begin) && Number.isInteger(end) && begin >= 0 && begin < end && end <= sequences)) {
    throw new RangeError(`slice: expected a part of 0 to ${sequences}, got ${begin} to ${end}`);
  }
  return begin === 0 && end === sequences ? dataset : new SliceDataset(dataset, begin, end);
}
