import type { MicroBatch, PreparedModel } from "@lockstep/backend";
import { joinVectors, ReductionTree } from "@lockstep/reduction";
import { rangePart, type RangeTask } from "./range-part.js";
import type { SlotResult } from "./slot-messages.js";

/** Computes a range micro-batch by micro-batch and adds the sums up as the canonical tree does. */
export function computeRange(model: PreparedModel, task: RangeTask): SlotResult {
  const batches = microBatches(task);
  if (task.purpose === "predict") return predictions(batches.map((batch) => model.predict(batch)));
  const tree = new ReductionTree(batches.length);
  batches.forEach((batch, first) => {
    const sums =
      task.purpose === "gradient"
        ? model.gradient(batch)
        : { gradient: new Float32Array(), statistics: model.evaluate(batch) };
    tree.add({ first, count: 1 }, sums);
  });
  const sums = tree.root;
  if (!sums) throw new Error("rows: expected at least one micro-batch, got none");
  return { ...sums, predictions: new Float32Array() };
}

function microBatches(task: RangeTask): MicroBatch[] {
  return task.rows.map((rows, first) => {
    const { x, y } = rangePart(task, { first, count: 1 });
    return { rows, x, y };
  });
}

function predictions(pieces: readonly Float32Array[]): SlotResult {
  return { gradient: new Float32Array(), statistics: new Float64Array(), predictions: joinVectors(pieces) };
}
