import { rowSize, type PackedRow, type RowLayout } from "@lockstep/sequence-data/assembly";

/** Rows one after the other, as they go to another thread. */
export interface PackedRows {
  readonly lengths: Uint32Array<ArrayBuffer>;
  readonly values: Float32Array<ArrayBuffer>;
}

/** Copies rows into arrays that nobody else looks into. */
export function packRows(rows: readonly PackedRow[]): PackedRows {
  const values = new Float32Array(rows.reduce((sum, row) => sum + row.values.length, 0));
  let offset = 0;
  for (const row of rows) {
    values.set(row.values, offset);
    offset += row.values.length;
  }
  return { lengths: Uint32Array.from(rows, ({ length }) => length), values };
}

/**
 * Views of the rows.
 * @throws RangeError where the values are not of these lengths
 */
export function unpackRows(layout: RowLayout, lengths: Uint32Array, values: Float32Array): PackedRow[] {
  let offset = 0;
  const rows = Array.from(lengths, (length): PackedRow => {
    if (length > layout.timeSteps) {
      throw new RangeError(`lengths: expected at most ${layout.timeSteps} time steps, got ${length}`);
    }
    const begin = offset;
    offset += rowSize(layout, length);
    return { length, values: values.subarray(begin, offset) };
  });
  if (offset !== values.length) {
    throw new RangeError(
      `values: expected ${offset} as the lengths of the sequences have it, got ${values.length}`,
    );
  }
  return rows;
}
