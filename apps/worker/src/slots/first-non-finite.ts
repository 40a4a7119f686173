import type { MicroBatch, PreparedModel } from "@lockstep/backend";
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
 * Goes through the micro-batches of a range again until one has a value that is not finite.
 * @returns where it is, `microBatch` counted from the range's first; undefined where it only comes of adding up
 */
export function firstNonFinite(
  model: PreparedModel,
  task: RangeTask,
  batches: Iterable<MicroBatch>,
): NonFinite | undefined {
  let microBatch = 0;
  let firstRow = 0;
  for (const batch of batches) {
    const place = model.locateNonFinite(batch);
    if (place) {
      const { row, layer, pass, value, timeStep } = place;
      // Time steps count from the start of the sequence, also where the batch is a part of it.
      const begin = task.timeRange?.begin ?? 0;
      return {
        ...{ microBatch, layer, pass, value },
        sequence: task.sequences[firstRow + row] ?? 0,
        ...(timeStep === undefined ? {} : { timeStep: begin + timeStep }),
      };
    }
    microBatch++;
    firstRow += batch.rows;
  }
  return undefined;
}
