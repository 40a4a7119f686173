import type { DataSource } from "@lockstep/job";
import { resolveDataPath } from "./data-path.js";
import type { SequenceDataset } from "./sequence-dataset.js";
import { openNpz } from "./sources/npz.js";
import { randomDataset } from "./sources/random.js";

/** Which of a job's data sets: random ones differ by it. Numbers are part of every run's bits. */
const parts = { train: 0, validation: 1, test: 2 } as const;

export interface OpenDatasetOptions {
  /** Folder that relative paths begin at: the job file's. */
  readonly baseDir: string;
  /** Folder that files must lie in; without it any file will do. */
  readonly dataRoot?: string;
  /** The job's seed. */
  readonly seed: number;
  /** Default: train. */
  readonly part?: keyof typeof parts;
  /** "absent": targets are neither read nor needed, and the data set has none. Default: required. */
  readonly targets?: "required" | "absent";
}

/**
 * Reads a source into memory: a further source is a file in sources/ and a case here.
 * @throws DataError
 */
export async function openDataset(source: DataSource, options: OpenDatasetOptions): Promise<SequenceDataset> {
  const withTargets = options.targets !== "absent";
  if ("random" in source) {
    return randomDataset(source, { seed: options.seed, part: parts[options.part ?? "train"], withTargets });
  }
  const path = await resolveDataPath(source.npz, options.baseDir, options.dataRoot);
  return openNpz(source, path, withTargets);
}
