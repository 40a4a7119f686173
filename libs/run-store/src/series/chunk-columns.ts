import { chunkEntries, entriesOfSteps, type Entries } from "./entries.js";

/**
 * A chunk as its row has it: at level 0 the values, above least, greatest, and their steps, column after column.
 * It is a text, as libsql ends the process over some blobs.
 */
export function chunkText(level: number, { min, max, minStep, maxStep }: Entries): string {
  const columns = level === 0 ? [min] : [min, max, minStep, maxStep];
  const bytes = Buffer.alloc(8 * chunkEntries * columns.length);
  let offset = 0;
  for (const column of columns) for (const value of column) offset = bytes.writeDoubleLE(value, offset);
  return bytes.toString("base64");
}

/** @throws RangeError where the row is damaged */
export function chunkOfText(level: number, chunk: number, text: string): Entries {
  const bytes = Buffer.from(text, "base64");
  const columns = level === 0 ? 1 : 4;
  if (bytes.byteLength !== 8 * chunkEntries * columns)
    throw new RangeError(
      `series: expected ${8 * chunkEntries * columns} bytes of a chunk, got ${bytes.byteLength}`,
    );
  const column = (number: number): Float64Array =>
    Float64Array.from({ length: chunkEntries }, (_, index) =>
      bytes.readDoubleLE(8 * (number * chunkEntries + index)),
    );
  if (level === 0) return entriesOfSteps(column(0), chunk * chunkEntries + 1);
  return { min: column(0), max: column(1), minStep: column(2), maxStep: column(3) };
}
