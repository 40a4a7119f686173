import type { RowLayout } from "../row-layout.js";
import type { SequenceDataset } from "../sequence-dataset.js";
import { checkIndex } from "./row-index.js";

/** How one long series is cut into windows; the rows of a window are `samplingRate` apart. */
export interface Windows {
  /** Time steps of a window. */
  readonly length: number;
  /** Rows between the beginnings of two windows. */
  readonly stride: number;
  readonly samplingRate: number;
}

/** Which rows of the series are a window's target. */
export interface WindowTarget {
  /** Row of the first, counted from the window's first row. */
  readonly offset: number;
  /** Number of rows, `samplingRate` apart. */
  readonly steps: number;
}

/** One series and how it is cut: plain data, which can go from one thread to another. Windows are cut when asked for. */
export interface WindowDescription {
  readonly kind: "windows";
  readonly layout: RowLayout;
  readonly sequences: number;
  readonly windows: Windows;
  /** Inputs, (rows, features). */
  readonly inputs: Float32Array;
  /** Absent where the layout has no target. */
  readonly target?: WindowTarget & {
    /** (rows, columns). */
    readonly values: Float32Array;
  };
}

/**
 * Number of windows of a series, as Keras's `timeseries_dataset_from_array` has it: those whose rows, and whose
 * target's rows, are all there.
 * @returns 0 where the series is too short
 */
export function countWindows(
  rows: number,
  { length, stride, samplingRate }: Windows,
  target?: WindowTarget,
): number {
  const inputSpan = (length - 1) * samplingRate;
  const targetSpan = target === undefined ? 0 : target.offset + (target.steps - 1) * samplingRate;
  return Math.max(0, Math.ceil((rows - Math.max(inputSpan, targetSpan)) / stride));
}

/** Windows of one series, which may overlap: the series is held once. */
export class WindowDataset implements SequenceDataset {
  readonly sequences: number;
  readonly layout: RowLayout;

  constructor(readonly description: WindowDescription) {
    this.sequences = description.sequences;
    this.layout = description.layout;
  }

  lengthOf(index: number): number {
    checkIndex(index, this.sequences);
    return this.layout.timeSteps;
  }

  row(index: number): Float32Array {
    checkIndex(index, this.sequences);
    const { inputs, windows, target } = this.description;
    const features = this.layout.inputs[0]?.shape[1] ?? 1;
    const begin = index * windows.stride;
    const { length, samplingRate } = windows;
    const columns = target === undefined ? 0 : this.targetColumns(target);
    const row = new Float32Array(length * features + (target?.steps ?? 0) * columns);
    copyRows(inputs, features, { begin, samplingRate }, row.subarray(0, length * features));
    if (target === undefined) return row;
    const place = { begin: begin + target.offset, samplingRate };
    copyRows(target.values, columns, place, row.subarray(length * features));
    return row;
  }

  /** As {@link row} has it, without the row. */
  target(index: number): Float32Array {
    checkIndex(index, this.sequences);
    const { windows, target } = this.description;
    if (target === undefined) return new Float32Array(0);
    const columns = this.targetColumns(target);
    const values = new Float32Array(target.steps * columns);
    const begin = index * windows.stride + target.offset;
    copyRows(target.values, columns, { begin, samplingRate: windows.samplingRate }, values);
    return values;
  }

  private targetColumns({ steps }: WindowTarget): number {
    const size = this.layout.target?.shape.reduce((product, axis) => product * axis, 1) ?? 0;
    return size / steps;
  }
}

function copyRows(
  series: Float32Array,
  columns: number,
  { begin, samplingRate }: { readonly begin: number; readonly samplingRate: number },
  into: Float32Array,
): void {
  if (samplingRate === 1) {
    into.set(series.subarray(begin * columns, begin * columns + into.length));
    return;
  }
  for (let at = 0, row = begin; at < into.length; at += columns, row += samplingRate) {
    into.set(series.subarray(row * columns, (row + 1) * columns), at);
  }
}
