import type { MicroBatch, PreparedModel } from "@lockstep/backend";
import { ReductionTree } from "@lockstep/reduction";
import type { SlotResult, SlotTask } from "./slot-messages.js";

/** Computes a range micro-batch by micro-batch and adds the sums up as the canonical tree does. */
export function computeRange(model: PreparedModel, task: SlotTask): SlotResult {
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

function microBatches({ rows, x, y }: SlotTask): MicroBatch[] {
  const total = rows.reduce((sum, count) => sum + count, 0);
  const [xSize, ySize] = [x.length / total, y.length / total];
  let at = 0;
  return rows.map((count) => {
    const [from, to] = [at, (at += count)];
    return { rows: count, x: x.subarray(from * xSize, to * xSize), y: y.subarray(from * ySize, to * ySize) };
  });
}

function predictions(pieces: readonly Float32Array[]): SlotResult {
  const values = new Float32Array(pieces.reduce((sum, piece) => sum + piece.length, 0));
  let at = 0;
  for (const piece of pieces) {
    values.set(piece, at);
    at += piece.length;
  }
  return { gradient: new Float32Array(), statistics: new Float64Array(), predictions: values };
}
