import type { OutputBatch } from "@lockstep/objective";
import type { OutputShape } from "./objective-cases.js";
import type { PlacedBatch } from "./testing-addon.js";

/** Row by row without gaps, as JavaScript has it. */
export function placedDensely(batch: OutputBatch, { width, entriesPerRow }: OutputShape): PlacedBatch {
  return { ...batch, entriesPerRow, rowStride: entriesPerRow * width, entryStride: width };
}

const padding = 16;

/** Time step by time step with entries padded, as kernels leave it. */
export function placedByTime(batch: OutputBatch, { width, entriesPerRow }: OutputShape): PlacedBatch {
  const rowStride = width + padding;
  const entryStride = batch.rows * rowStride;
  const outputs = new Float32Array(entriesPerRow * entryStride).fill(NaN);
  for (let at = 0; at < batch.rows * entriesPerRow; at++) {
    const place = Math.floor(at / entriesPerRow) * rowStride + (at % entriesPerRow) * entryStride;
    outputs.set(batch.outputs.subarray(at * width, (at + 1) * width), place);
  }
  return { ...batch, outputs, entriesPerRow, rowStride, entryStride };
}

/** What stands at the entries' places, row by row without gaps. */
export function gather(values: Float32Array, batch: PlacedBatch, width: number): Float32Array {
  const { rows, entriesPerRow, rowStride, entryStride } = batch;
  const gathered = new Float32Array(rows * entriesPerRow * width);
  for (let at = 0; at < rows * entriesPerRow; at++) {
    const place = Math.floor(at / entriesPerRow) * rowStride + (at % entriesPerRow) * entryStride;
    gathered.set(values.subarray(place, place + width), at * width);
  }
  return gathered;
}
