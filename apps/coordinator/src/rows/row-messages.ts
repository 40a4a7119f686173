import type { DatasetDescription } from "@lockstep/sequence-data";
import type { DataPart } from "@lockstep/training-run";
import type { PackedRows } from "./row-source.js";

/** What the thread is started with: the parts that lie in files. */
export type FileParts = Partial<Record<DataPart, DatasetDescription>>;

/** Asks for rows; answered in the order of the questions. */
export interface RowQuestion {
  readonly part: DataPart;
  readonly indices: Uint32Array;
}

export type RowAnswer =
  | { readonly ok: true; readonly rows: PackedRows }
  /** `code` is DataError's; undefined where the fault is ours and not the file's. */
  | { readonly ok: false; readonly code: string | undefined; readonly message: string };
