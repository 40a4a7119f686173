import type { ClassLabels, Preprocessing } from "../preprocessing/preprocessing.js";
import type { Vocabulary } from "../preprocessing/vocabulary.js";
import type { RowLayout } from "../row-layout.js";
import type { SequenceDataset } from "../sequence-dataset.js";

/** What every source's reader is told beside its options. */
export interface SourceReading {
  /** The real path of a file that a source names. @throws DataError where it may not be read */
  readonly resolve: (path: string) => Promise<string>;
  readonly seed: number;
  /** Number of the data set in the job, so that random training and test data differ. */
  readonly part: number;
  /** False: targets and weights are neither read nor needed. */
  readonly withTargets: boolean;
  readonly padding: RowLayout["padding"];
  /** What was fitted on the training data; absent: it is fitted on these. */
  readonly preprocessing?: Preprocessing;
  /** Names of the model's inputs in its order; absent: the order of the source. */
  readonly inputNames?: readonly string[];
  /** Shapes of one sequence by the input's name, where the model says them. */
  readonly inputShapes?: ReadonlyMap<string, readonly number[]>;
  /** Arrays in files that are larger stay there, and are read row by row. */
  readonly memoryBytes: number;
}

/** What a source was read to. */
export interface SourceData {
  readonly dataset: SequenceDataset;
  /** Where its texts became token ids. */
  readonly vocabulary?: Vocabulary;
  /** Where its labels became class numbers. */
  readonly classLabels?: ClassLabels;
}

/** A half-open range of rows that is to be read. */
export interface RowsOption {
  readonly from?: number | undefined;
  readonly to?: number | undefined;
}

/** Whether a row, from 0, is wanted. */
export function isWanted(row: number, rows: RowsOption | undefined): boolean {
  return row >= (rows?.from ?? 0) && row < (rows?.to ?? Infinity);
}
