import type { TreeNode } from "@lockstep/reduction";
import type { Purpose } from "@lockstep/protocol";

/** A range of micro-batches with its data. */
export interface RangeTask {
  readonly purpose: Purpose;
  /** Sequences of each micro-batch. */
  readonly rows: readonly number[];
  /** (sum of rows, ...input shape) */
  readonly x: Float32Array;
  /** (sum of rows, ...target shape); empty to predict. */
  readonly y: Float32Array;
}

/** Sequences of all micro-batches together. */
export function sequenceCount(rows: readonly number[]): number {
  return rows.reduce((sum, count) => sum + count, 0);
}

/** A part of a range; its arrays are views of the range's. */
export function rangePart(range: RangeTask, { first, count }: TreeNode): RangeTask {
  const rows = range.rows.slice(first, first + count);
  const total = sequenceCount(range.rows);
  const from = sequenceCount(range.rows.slice(0, first));
  const to = from + sequenceCount(rows);
  const view = (values: Float32Array): Float32Array => {
    const size = values.length / total;
    return values.subarray(from * size, to * size);
  };
  return { purpose: range.purpose, rows, x: view(range.x), y: view(range.y) };
}
