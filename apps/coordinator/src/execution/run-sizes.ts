import type { PreparedRun } from "../prepared-run.js";

/** Bytes of the largest tensors of a run: parameters, and a global batch's data, outputs and states. */
export function tensorBytesOf({ plan, definition, data }: PreparedRun): number {
  const outputSize = plan.outputShape.reduce((product, size) => product * size, 1);
  const rowBytes = data.largestRowBytes + 4 * (outputSize + 2 * plan.stateSize);
  return 4 * plan.parameterCount + definition.shape.batchSize * rowBytes + 65_536;
}

/** Sequences of a run that a worker's credit is enough for, the longest ones; 0 only where it has none at all. */
export function creditOf({ plan, data }: PreparedRun, creditBytes: number): number {
  if (creditBytes === 0) return 0;
  const sequenceBytes = Math.max(1, data.largestRowBytes + 4 * plan.stateSize);
  return Math.max(1, Math.floor(creditBytes / sequenceBytes));
}
