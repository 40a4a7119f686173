import type { RowLayout } from "../row-layout.js";
import type { SequenceDataset } from "../sequence-dataset.js";
import { MemoryDataset } from "./memory-dataset.js";
import type { PackedRow } from "../assembly/assemble-batch.js";

/**
 * A data set of rows that are in memory already.
 * @throws RangeError where a row does not have the values that the layout says
 */
export function memoryDataset(layout: RowLayout, rows: readonly PackedRow[]): SequenceDataset {
  const values = new Float32Array(rows.reduce((sum, row) => sum + row.values.length, 0));
  let at = 0;
  for (const row of rows) {
    values.set(row.values, at);
    at += row.values.length;
  }
  const lengths = Uint32Array.from(rows, ({ length }) => length);
  return new MemoryDataset({ kind: "memory", layout, lengths, values });
}
