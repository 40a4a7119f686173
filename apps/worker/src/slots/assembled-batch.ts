import type { MicroBatch } from "@lockstep/backend";
import { assembleBatch, type BatchMemory, type RowLayout } from "@lockstep/sequence-data/assembly";
import type { RangeTask } from "./range-task.js";

/** What a run's sequences are put together by. */
export interface Assembly {
  /** Of the part of the data that the range is of. */
  readonly layout: RowLayout;
  /** The job's. */
  readonly seed: number;
  /** Of batches that nobody looks at any more when the next one is put together; absent: each has its own. */
  readonly memory?: BatchMemory;
}

/** The sequences of a range as one batch, padded. */
export function assembledBatch({ layout, seed, memory }: Assembly, task: RangeTask): MicroBatch {
  const { data, timeSteps, timeRange, sequences, states, step } = task;
  const { inputs, y, weights } = assembleBatch(layout, data, timeSteps, timeRange, memory);
  return {
    rows: data.length,
    inputs,
    y: task.purpose === "predict" ? new Float32Array() : y,
    timeSteps: timeRange ? timeRange.end - timeRange.begin : timeSteps,
    ...(weights ? { weights } : {}),
    ...(states.length > 0 ? { states } : {}),
    ...(task.purpose === "gradient" ? { random: { seed, step, sequences } } : {}),
  };
}
