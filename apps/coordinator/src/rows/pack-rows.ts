import { rowSize } from "@lockstep/sequence-data/assembly";
import type { SequenceDataset } from "@lockstep/sequence-data";
import type { PackedRows } from "./row-source.js";

/** Room for rows that are put in place by {@link fillRows}. */
export interface RowRoom extends PackedRows {
  /** Where each row begins in the values, and where the last ends. */
  readonly starts: Float64Array;
}

/** Room for the rows with these indices; none of them is read. */
export function roomFor(dataset: SequenceDataset, indices: Uint32Array): RowRoom {
  const lengths = indices.map((index) => dataset.lengthOf(index));
  const starts = new Float64Array(indices.length + 1);
  lengths.forEach((length, place) => {
    starts[place + 1] = (starts[place] as number) + rowSize(dataset.layout, length);
  });
  return { lengths, starts, values: new Float32Array(starts[indices.length] as number) };
}

/**
 * Reads rows from place `begin` on until `mostValues` are in place.
 * @returns the place that comes next
 * @throws DataError where a row cannot be read
 */
export function fillRows(
  dataset: SequenceDataset,
  indices: Uint32Array,
  { values, starts }: RowRoom,
  begin: number,
  mostValues = Infinity,
): number {
  const until = (starts[begin] as number) + mostValues;
  let place = begin;
  while (place < indices.length && (starts[place] as number) < until) {
    values.set(dataset.row(indices[place] as number), starts[place]);
    place++;
  }
  return place;
}
