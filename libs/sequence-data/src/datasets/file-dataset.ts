import { invalidData } from "../data-error.js";
import { readBytesAt } from "../files/open-files.js";
import type { FileStamp } from "../files/open-files.js";
import { isFloat32 } from "../float32.js";
import { parseDtype } from "../npy/npy-dtype.js";
import type { NpyDtype } from "../npy/npy-dtype.js";
import { arraySize, arraysOf } from "../row-layout.js";
import type { RowLayout } from "../row-layout.js";
import type { SequenceDataset } from "../sequence-dataset.js";
import { checkIndex } from "./row-index.js";

/** Where an array's elements lie, row after row (C order). */
export interface FileArray {
  readonly file: FileStamp;
  /** How errors speak of it. */
  readonly place: string;
  /** Byte at which the first element begins. */
  readonly offset: number;
  /** NumPy's description of the elements' type. */
  readonly descr: string;
}

/** Arrays in files: plain data, which can go from one thread to another. */
export interface FileDescription {
  readonly kind: "file";
  readonly layout: RowLayout;
  readonly sequences: number;
  /** In the order of the layout's arrays. */
  readonly arrays: readonly FileArray[];
}

interface RowReading extends FileArray {
  readonly dtype: NpyDtype;
  /** Elements of a row. */
  readonly size: number;
}

/** A data set that stays in files: a row is read when it is asked for, and checked then. All sequences are as long. */
export class FileDataset implements SequenceDataset {
  readonly sequences: number;
  readonly layout: RowLayout;
  private readonly arrays: readonly RowReading[];

  constructor(readonly description: FileDescription) {
    const { layout, arrays, sequences } = description;
    this.layout = layout;
    this.sequences = sequences;
    const sizes = arraysOf(layout).map((array) => arraySize(array, layout.timeSteps));
    this.arrays = arrays.map((array, index) => ({
      ...array,
      dtype: parseDtype(array.descr),
      size: sizes[index] as number,
    }));
  }

  lengthOf(index: number): number {
    checkIndex(index, this.sequences);
    return this.layout.timeSteps;
  }

  row(index: number): Float32Array {
    checkIndex(index, this.sequences);
    return this.read(index, this.arrays);
  }

  target(index: number): Float32Array {
    checkIndex(index, this.sequences);
    const at = this.layout.inputs.length;
    return this.read(index, this.layout.target ? this.arrays.slice(at, at + 1) : []);
  }

  private read(index: number, arrays: readonly RowReading[]): Float32Array {
    const row = new Float32Array(arrays.reduce((sum, { size }) => sum + size, 0));
    let at = 0;
    for (const array of arrays) {
      readRow(array, index, row.subarray(at, at + array.size));
      at += array.size;
    }
    return row;
  }
}

function readRow({ file, offset, dtype, size, place }: RowReading, index: number, row: Float32Array): void {
  const bytes = new Uint8Array(size * dtype.bytes);
  readBytesAt(file, offset + index * bytes.length, bytes);
  const view = new DataView(bytes.buffer);
  for (let element = 0; element < size; element++) {
    const value = dtype.read(view, element * dtype.bytes);
    row[element] = value;
    if (isFloat32(value)) continue;
    throw invalidData(place, `expected a finite number in row ${index}, element ${element}, got ${value}`);
  }
}
