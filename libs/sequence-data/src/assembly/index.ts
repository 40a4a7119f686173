/** What workers need: nothing here imports Node or readers. */
export { assembleBatch } from "./assemble-batch.js";
export type { AssembledBatch, PackedRow, TimeRange } from "./assemble-batch.js";
export { BatchMemory } from "./batch-memory.js";
export { arraySize, arraysOf, rowSize } from "../row-layout.js";
export type { ArrayLayout, RowLayout } from "../row-layout.js";
