import type { ParquetSource } from "@lockstep/job";
import type { DataErrorCode } from "../data-error.js";
import type { RowLayout } from "../row-layout.js";
import type { SourceData, SourceReading } from "../sources/source-reading.js";

/** What the process that reads a Parquet file is told, as JSON on its standard input. */
export interface ParquetTask {
  readonly source: ParquetSource;
  /** Already resolved and allowed. */
  readonly path: string;
  readonly reading: Omit<SourceReading, "resolve">;
}

/**
 * What it answers on its standard output: the length of the JSON (4 bytes, little-endian), the JSON, then the lengths
 * of the sequences and the values of the rows as they lie in memory.
 */
export type ParquetAnswer =
  | {
      readonly ok: true;
      readonly data: Omit<SourceData, "dataset">;
      readonly layout: RowLayout;
      readonly sequences: number;
      /** Number of values of all rows. */
      readonly values: number;
    }
  | { readonly ok: false; readonly code: DataErrorCode; readonly message: string };
