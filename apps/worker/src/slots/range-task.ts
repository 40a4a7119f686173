import { sequenceCount } from "@lockstep/backend";
import type { DataPart, Purpose, TimeRange } from "@lockstep/protocol";
import type { TreeNode } from "@lockstep/reduction";
import type { PackedRow } from "@lockstep/sequence-data/assembly";

/** A range of micro-batches with its data. */
export interface RangeTask {
  readonly purpose: Purpose;
  /** Steps taken before. */
  readonly step: number;
  /** Sequences of each micro-batch. */
  readonly rows: readonly number[];
  readonly part: DataPart;
  /** Indices within the part, (sum of rows). */
  readonly sequences: Uint32Array;
  /** The sequences themselves, (sum of rows). */
  readonly data: readonly PackedRow[];
  /** What they are padded to. */
  readonly timeSteps: number;
  /** The time steps that are computed; absent: all. */
  readonly timeRange?: TimeRange;
  /** Carried states before the range, (sum of rows, state size); empty: none, or zeros. */
  readonly states: Float32Array;
  /** Of a gradient: whether its flow is asked for. Absent: it is not. */
  readonly gradientFlow?: boolean;
}

/** A part of a range; its arrays are views of the range's. */
export function rangePart(range: RangeTask, { first, count }: TreeNode): RangeTask {
  const rows = range.rows.slice(first, first + count);
  const from = sequenceCount(range.rows.slice(0, first));
  const to = from + sequenceCount(rows);
  const stateSize = range.states.length / Math.max(1, range.sequences.length);
  return {
    ...range,
    rows,
    sequences: range.sequences.subarray(from, to),
    data: range.data.slice(from, to),
    states: range.states.subarray(from * stateSize, to * stateSize),
  };
}

/** The micro-batches of a range, each a range of its own. */
export function* microBatchTasks(range: RangeTask): Generator<RangeTask> {
  for (let first = 0; first < range.rows.length; first++) yield rangePart(range, { first, count: 1 });
}
