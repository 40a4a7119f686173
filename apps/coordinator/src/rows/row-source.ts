import type { DataPart } from "@lockstep/training-run";

/** Rows of a part, one after the other, as an assignment carries them. */
export interface PackedRows {
  /** Time steps of each. */
  readonly lengths: Uint32Array;
  readonly values: Float32Array;
}

/** Where the rows of a run come from. */
export interface RowSource {
  /**
   * The rows with these indices: at once where that keeps nobody waiting, else a promise. It fails with a DataError
   * where they cannot be read.
   */
  rows(part: DataPart, indices: Uint32Array): PackedRows | Promise<PackedRows>;
  /** Frees what reads them; what is still being read is not answered. */
  close(): void;
}
