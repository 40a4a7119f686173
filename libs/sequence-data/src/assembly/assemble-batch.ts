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
  checkRows(layout, rows, timeSteps);
  const start = new Float64Array(rows.length);
  let place = 0;
  const take = (array: ArrayLayout, filling: number): Float32Array => {
    const steps = array.timed ? timeRange.end - timeRange.begin : 0;
    const length = rows.length * arraySize(array, steps);
    const dense = memory?.take(place++, length) ?? new Float32Array(length);
    if (!array.timed) copyWhole(array, rows, start, dense);
    else copyTimed(array, rows, start, dense, { layout, timeSteps, timeRange, filling });
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
  readonly filling: number;
}

/** @param start where the array begins in each row's values; moved on to the next one */
function copyTimed(
  array: ArrayLayout,
  rows: readonly PackedRow[],
  start: Float64Array,
  dense: Float32Array,
  { layout, timeSteps, timeRange: { begin, end }, filling }: TimedCopy,
): void {
  const width = arraySize(array, 1);
  if (!isFull(rows, timeSteps)) dense.fill(filling);
  for (let index = 0; index < rows.length; index++) {
    const { length, values } = rows[index] as PackedRow;
    const from = start[index] as number;
    start[index] = from + length * width;
    // Where the sequence begins on the padded time axis, and what of it lies in the range.
    const shift = layout.padding.side === "pre" ? timeSteps - length : 0;
    const first = Math.max(begin, shift);
    const last = Math.min(end, shift + length);
    if (first >= last) continue;
    const part = { from: from + (first - shift) * width, to: from + (last - shift) * width };
    copy(values, part, dense, (index * (end - begin) + first - begin) * width);
  }
}

/** As {@link copyTimed}. */
function copyWhole(
  array: ArrayLayout,
  rows: readonly PackedRow[],
  start: Float64Array,
  dense: Float32Array,
): void {
  const size = arraySize(array, 0);
  for (let index = 0; index < rows.length; index++) {
    const from = start[index] as number;
    start[index] = from + size;
    copy((rows[index] as PackedRow).values, { from, to: from + size }, dense, index * size);
  }
}

/** Up to here a view takes longer to make than its values to copy. */
const fewValues = 64;

function copy(
  values: Float32Array,
  { from, to }: { from: number; to: number },
  dense: Float32Array,
  at: number,
): void {
  if (to - from > fewValues) return dense.set(values.subarray(from, to), at);
  for (let index = from; index < to; index++) dense[at++] = values[index] as number;
}

function isFull(rows: readonly PackedRow[], timeSteps: number): boolean {
  return rows.every(({ length }) => length === timeSteps);
}

function checkRange({ begin, end }: TimeRange, timeSteps: number): void {
  if (Number.isInteger(begin) && Number.isInteger(end) && begin >= 0 && begin <= end && end <= timeSteps)
    return;
  throw new RangeError(`time range: expected a part of 0 to ${timeSteps}, got ${begin} to ${end}`);
}

function checkRows(layout: RowLayout, rows: readonly PackedRow[], timeSteps: number): void {
  const untimed = rowSize(layout, 0);
  const timed = rowSize(layout, 1) - untimed;
  for (const { length, values } of rows) {
    if (length > timeSteps) {
      throw new RangeError(`row: expected at most ${timeSteps} time steps, got ${length}`);
    }
    const expected = untimed + length * timed;
    if (values.length === expected) continue;
    const names = arraysOf(layout).map(({ name }) => name);
    throw new RangeError(
      `row of ${length} time steps: expected ${expected} values for ${names.join(", ")}, got ${values.length}`,
    );
  }
}
