import type { ArrayLayout, RowLayout } from "../row-layout.js";
import { arraysOf, arraySize, rowSize } from "../row-layout.js";
import type { BatchMemory } from "./batch-memory.js";

/** A sequence as it travels: its own time steps, and its values packed as {@link RowLayout} says. */
export interface PackedRow {
  readonly length: number;
  readonly values: Float32Array;
}

/** Time steps of a padded batch: from `begin` to just before `end`. */
export interface TimeRange {
  readonly begin: number;
  readonly end: number;
}

/** Dense arrays of a batch, row by row (C order). */
export interface AssembledBatch {
  /** One for each of layout.inputs, (B, T, ...) where timed, (B, ...) otherwise. */
  readonly inputs: Float32Array[];
  /** (B, T, ...) where timed, (B, ...) otherwise; empty where the layout has no target. */
  readonly y: Float32Array;
  /** (B) or (B, T); absent where the layout has none. */
  readonly weights?: Float32Array;
}

/**
 * Fills sequences up to the same length and stands their arrays on top of each other: inputs with the layout's padding
 * value, targets and weights with 0.
 * @param timeSteps length T of the padded sequences
 * @param timeRange part of the padded time axis that is wanted of timed arrays; default: all
 * @param memory of a batch that nobody looks at any more; absent: the arrays are new
 * @throws RangeError where a row is longer than T or does not have the values that the layout says
 */
export function assembleBatch(
  layout: RowLayout,
  rows: readonly PackedRow[],
  timeSteps: number,
  timeRange: TimeRange = { begin: 0, end: timeSteps },
  memory?: BatchMemory,
): AssembledBatch {
  checkRange(timeRange, timeSteps);
  const isFull = checkRows(layout, rows, timeSteps);
  const offset = { fixed: 0, ofStep: 0 };
  let place = 0;
  const take = (array: ArrayLayout, filling: number): Float32Array => {
    const { begin, end } = array.timed ? timeRange : { begin: 0, end: 1 };
    const width = arraySize(array, 1);
    const size = (end - begin) * width;
    const dense = memory?.take(place++, rows.length * size) ?? new Float32Array(rows.length * size);
    if (array.timed && !isFull)
      copyTimed(array, rows, offset, dense.fill(filling), { layout, timeSteps, timeRange });
    else copySame(rows, { ...offset, fixed: offset.fixed + begin * width }, size, dense);
    offset[array.timed ? "ofStep" : "fixed"] += width;
    return dense;
  };
  const inputs = layout.inputs.map((array) => take(array, layout.padding.value));
  const y = layout.target === undefined ? new Float32Array(0) : take(layout.target, 0);
  return { inputs, y, ...(layout.weight === undefined ? {} : { weights: take(layout.weight, 0) }) };
}

interface TimedCopy {
  readonly layout: RowLayout;
  readonly timeSteps: number;
  readonly timeRange: TimeRange;
}

/** Where an array begins in a row's values: after `fixed` of them, and `ofStep` for each of the row's time steps. */
interface Offset {
  readonly fixed: number;
  readonly ofStep: number;
}

function copyTimed(
  array: ArrayLayout,
  rows: readonly PackedRow[],
  { fixed, ofStep }: Offset,
  dense: Float32Array,
  { layout, timeSteps, timeRange: { begin, end } }: TimedCopy,
): void {
  const width = arraySize(array, 1);
  const isPre = layout.padding.side === "pre";
  for (let index = 0; index < rows.length; index++) {
    const { length, values } = rows[index] as PackedRow;
    // Where the sequence begins on the padded time axis, and what of it lies in the range.
    const shift = isPre ? timeSteps - length : 0;
    const first = Math.max(begin, shift);
    const last = Math.min(end, shift + length);
    if (first >= last) continue;
    const from = fixed + length * ofStep + (first - shift) * width;
    copy(values, from, (last - first) * width, dense, (index * (end - begin) + first - begin) * width);
  }
}

/** Where the same of each row is wanted: `size` values. */
function copySame(
  rows: readonly PackedRow[],
  { fixed, ofStep }: Offset,
  size: number,
  dense: Float32Array,
): void {
  for (let index = 0; index < rows.length; index++) {
    const { length, values } = rows[index] as PackedRow;
    copy(values, fixed + length * ofStep, size, dense, index * size);
  }
}

/** Up to here a view takes longer to make than its values to copy. */
const fewValues = 64;

function copy(values: Float32Array, from: number, count: number, dense: Float32Array, at: number): void {
  if (count > fewValues) return dense.set(values.subarray(from, from + count), at);
  let index = 0;
  // Eight at a time, then four: faster than four, and than one.
  for (; index + 8 <= count; index += 8) {
    copyFour(values, from + index, dense, at + index);
    copyFour(values, from + index + 4, dense, at + index + 4);
  }
  if (index + 4 <= count) {
    copyFour(values, from + index, dense, at + index);
    index += 4;
  }
  for (; index < count; index++) dense[at + index] = values[from + index] as number;
}

function copyFour(values: Float32Array, from: number, dense: Float32Array, at: number): void {
  dense[at] = values[from] as number;
  dense[at + 1] = values[from + 1] as number;
  dense[at + 2] = values[from + 2] as number;
  dense[at + 3] = values[from + 3] as number;
}

function checkRange({ begin, end }: TimeRange, timeSteps: number): void {
  if (Number.isInteger(begin) && Number.isInteger(end) && begin >= 0 && begin <= end && end <= timeSteps)
    return;
  throw new RangeError(`time range: expected a part of 0 to ${timeSteps}, got ${begin} to ${end}`);
}

/** @returns whether all rows are of full length */
function checkRows(layout: RowLayout, rows: readonly PackedRow[], timeSteps: number): boolean {
  const untimed = rowSize(layout, 0);
  const timed = rowSize(layout, 1) - untimed;
  const full = fullRows(rows, timeSteps, untimed + timeSteps * timed);
  if (full === rows.length) return true;
  for (const { length, values } of rows.slice(full)) {
    if (length <= timeSteps && values.length === untimed + length * timed) continue;
    throw new RangeError(refusal(layout, length, values, timeSteps));
  }
  return false;
}

/** How many rows are of full length before the first one that is not. */
function fullRows(rows: readonly PackedRow[], timeSteps: number, size: number): number {
  let count = 0;
  while (count < rows.length) {
    const { length, values } = rows[count] as PackedRow;
    if (length !== timeSteps || values.length !== size) break;
    count++;
  }
  return count;
}

function refusal(layout: RowLayout, length: number, values: Float32Array, timeSteps: number): string {
  if (length > timeSteps) return `row: expected at most ${timeSteps} time steps, got ${length}`;
  const names = arraysOf(layout).map(({ name }) => name);
  const expected = rowSize(layout, length);
  return `row of ${length} time steps: expected ${expected} values for ${names.join(", ")}, got ${values.length}`;
}
