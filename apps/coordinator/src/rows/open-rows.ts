import type { DataPart } from "@lockstep/training-run";
import type { DataParts } from "../data-parts.js";
import { FileRows } from "./file-rows.js";
import { MemoryRows } from "./memory-rows.js";
import type { PackedRows, RowSource } from "./row-source.js";

/** The rows of a run's data, be they in memory or in files. */
export function openRows(data: DataParts): RowSource {
  const memory = new MemoryRows(data);
  const { inFiles } = data;
  const isInFiles = (part: DataPart): boolean => inFiles[part] !== undefined;
  if (Object.keys(inFiles).length === 0) return memory;
  const files = new FileRows(inFiles);
  return {
    rows: (part, indices): PackedRows | Promise<PackedRows> =>
      (isInFiles(part) ? files : memory).rows(part, indices),
    close: () => files.close(),
  };
}
