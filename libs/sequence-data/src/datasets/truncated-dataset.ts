import { arraySize, arraysOf } from "../row-layout.js";
import type { ArrayLayout, RowLayout } from "../row-layout.js";
import type { SequenceDataset } from "../sequence-dataset.js";

/** Which end of a sequence that is too long is cut off. */
export type Truncating = "pre" | "post";

/** Sequences cut to a longest length, targets and weights per time step with them (`pad_sequences`). */
export class TruncatedDataset implements SequenceDataset {
  readonly sequences: number;
  readonly layout: RowLayout;

  constructor(
    readonly of: SequenceDataset,
    readonly maxLength: number,
    readonly truncating: Truncating,
  ) {
    this.sequences = of.sequences;
    this.layout = shortened(of.layout, maxLength);
  }

  lengthOf(index: number): number {
    return Math.min(this.of.lengthOf(index), this.maxLength);
  }

  row(index: number): Float32Array {
    const length = this.of.lengthOf(index);
    const row = this.of.row(index);
    return length <= this.maxLength ? row : this.cut(row, length);
  }

  private cut(row: Float32Array, length: number): Float32Array {
    const skipped = this.truncating === "pre" ? length - this.maxLength : 0;
    const parts: Float32Array[] = [];
    let at = 0;
    for (const array of arraysOf(this.of.layout)) {
      const size = arraySize(array, length);
      const width = arraySize(array, 1);
      const from = array.timed ? at + skipped * width : at;
      parts.push(row.subarray(from, array.timed ? from + this.maxLength * width : from + size));
      at += size;
    }
    return joined(parts);
  }
}

/** The layout with another longest length. */
function shortened(layout: RowLayout, timeSteps: number): RowLayout {
  const change = (array: ArrayLayout): ArrayLayout =>
    array.timed ? { ...array, shape: [timeSteps, ...array.shape.slice(1)] } : array;
  return {
    ...layout,
    inputs: layout.inputs.map(change),
    ...(layout.target && { target: change(layout.target) }),
    ...(layout.weight && { weight: change(layout.weight) }),
    timeSteps,
  };
}

function joined(parts: readonly Float32Array[]): Float32Array {
  const whole = new Float32Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
