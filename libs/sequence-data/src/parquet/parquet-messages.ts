import type { ParquetSource } from "@lockstep/job";
import type { DataErrorCode } from "../data-error.js";
import type { DatasetDescription } from "../datasets/dataset-description.js";
import type { SourceData, SourceReading } from "../sources/source-reading.js";

/** What the thread that reads a Parquet file is told. */
export interface ParquetTask {
  readonly source: ParquetSource;
  /** Already resolved and allowed. */
  readonly path: string;
  readonly reading: Omit<SourceReading, "resolve">;
}

/** What it answers, once. */
export type ParquetAnswer =
  | { readonly ok: true; readonly data: Omit<SourceData, "dataset">; readonly dataset: DatasetDescription }
  | { readonly ok: false; readonly code: DataErrorCode; readonly message: string };
