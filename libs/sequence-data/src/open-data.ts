import type { DataSource } from "@lockstep/job";
import { resolveDataPath } from "./data-path.js";
import { TruncatedDataset } from "./datasets/truncated-dataset.js";
import type { Truncating } from "./datasets/truncated-dataset.js";
import type { Preprocessing } from "./preprocessing/preprocessing.js";
import { standardise } from "./preprocessing/standardisation.js";
import type { SequenceDataset } from "./sequence-dataset.js";
import { readCsvSource } from "./sources/csv.js";
import { readJsonlSource } from "./sources/jsonl.js";
import { readNpySource } from "./sources/npy.js";
import { readNpzSource } from "./sources/npz.js";
import { readParquetSource } from "./sources/parquet.js";
import { readRandomSource } from "./sources/random.js";
import type { SourceData, SourceReading } from "./sources/source-reading.js";
import { readTextSource } from "./sources/text.js";
import { readTsSource } from "./sources/ts.js";

/** Which of a job's data sets: random ones differ by it. Numbers are part of every run's bits. */
const parts = { train: 0, validation: 1, test: 2 } as const;

/** Arrays beyond 256 MiB stay in their files. */
const defaultMemoryBytes = 2 ** 28;

export interface OpenDataOptions {
  /** Folder that relative paths begin at: the job file's. */
  readonly baseDir: string;
  /** Folder that files must lie in; without it any file will do. */
  readonly dataRoot?: string | undefined;
  /** The job's seed. */
  readonly seed: number;
  /** Default: train. */
  readonly part?: keyof typeof parts | undefined;
  /** "absent": targets and weights are neither read nor needed, and the data set has none. Default: required. */
  readonly targets?: "required" | "absent" | undefined;
  /** How sequences get one length. Default: filled up with 0 at the end, to the longest. */
  readonly padding?: DataPadding | undefined;
  /** What was fitted on the training data: it is applied. Absent: vocabulary and class labels are fitted on these. */
  readonly preprocessing?: Preprocessing | undefined;
  /** Names of the model's inputs in its order. Default: the source's order. */
  readonly inputNames?: readonly string[] | undefined;
  /** Shapes of one sequence by the input's name, where the model says them: they tell what an array of two axes is. */
  readonly inputShapes?: ReadonlyMap<string, readonly number[]> | undefined;
  /** Arrays in files that are larger are read row by row. Default: 256 MiB. */
  readonly memoryBytes?: number | undefined;
}

/** As Keras's `pad_sequences`. */
export interface DataPadding {
  readonly side: "pre" | "post";
  readonly truncating: Truncating;
  readonly value: number;
  /** Longer sequences are cut to it, and all are filled up to it. */
  readonly maxLength?: number | undefined;
}

export interface OpenedData {
  readonly dataset: SequenceDataset;
  /** What was given and what was fitted. */
  readonly preprocessing: Preprocessing;
}

/**
 * Reads a source: a further one is a file in sources/ and a line in {@link readSource}.
 * @throws DataError
 */
export async function openData(source: DataSource, options: OpenDataOptions): Promise<OpenedData> {
  const { padding = { side: "post", truncating: "pre", value: 0 }, preprocessing = {} } = options;
  const { side, value, maxLength, truncating } = padding;
  const read = await readSource(source, {
    resolve: (path) => resolveDataPath(path, options.baseDir, options.dataRoot),
    seed: options.seed,
    part: parts[options.part ?? "train"],
    withTargets: options.targets !== "absent",
    padding: { side, value },
    ...(options.preprocessing && { preprocessing }),
    ...(options.inputNames && { inputNames: options.inputNames }),
    ...(options.inputShapes && { inputShapes: options.inputShapes }),
    memoryBytes: options.memoryBytes ?? defaultMemoryBytes,
  });
  const cut =
    maxLength === undefined ? read.dataset : new TruncatedDataset(read.dataset, maxLength, truncating);
  const { standardisation } = preprocessing;
  return {
    dataset: standardisation ? standardise(cut, standardisation) : cut,
    preprocessing: { ...preprocessing, ...fittedBy(read) },
  };
}

function readSource(source: DataSource, reading: SourceReading): SourceData | Promise<SourceData> {
  if ("random" in source) return readRandomSource(source, reading);
  if ("npz" in source) return readNpzSource(source, reading);
  if ("npy" in source) return readNpySource(source, reading);
  if ("csv" in source) return readCsvSource(source, reading);
  if ("jsonl" in source) return readJsonlSource(source, reading);
  if ("ts" in source) return readTsSource(source, reading);
  if ("text" in source) return readTextSource(source, reading);
  return readParquetSource(source, reading);
}

function fittedBy({ vocabulary, classLabels }: SourceData): Preprocessing {
  return {
    ...(vocabulary && { vocabulary: { ...vocabulary, tokens: [...vocabulary.tokens] } }),
    ...(classLabels && { classLabels: [...classLabels] }),
  };
}
