import type { NonFinitePlace } from "@lockstep/backend";
import type { NonFinite } from "@lockstep/protocol";
import type { RangeTask } from "./range-task.js";
import type { SlotResult } from "./slot-messages.js";

/** Whether all sums and states are finite numbers: one micro-batch that has another spoils the sums. */
export function isAllFinite({ gradient, statistics, states }: SlotResult): boolean {
  return [gradient, statistics, states].every(allFinite);
}

function allFinite(values: Float32Array | Float64Array): boolean {
  for (const value of values) if (!Number.isFinite(value)) return false;
  return true;
}

/**
 * A place in a micro-batch, as others understand it.
 * @param task of this micro-batch alone
 * @param microBatch counted from the range's first
 */
export function nonFiniteAt(place: NonFinitePlace, task: RangeTask, microBatch: number): NonFinite {
  const { row, layer, pass, value, timeStep } = place;
  // Time steps count from the start of the sequence, also where the batch is a part of it.
  const begin = task.timeRange?.begin ?? 0;
  return {
    ...{ microBatch, layer, pass, value },
    sequence: task.sequences[row] ?? 0,
    ...(timeStep === undefined ? {} : { timeStep: begin + timeStep }),
  };
}
