/**
 * Values of a run's steps over a window, reduced to buckets of equally many steps of which nothing that stands out is
 * lost: each bucket has its least and its greatest value, and where they are. A bucket of one step is the step itself.
 */
export interface SeriesPage {
  readonly runId: string;
  /** Steps that the window covers: from the first one to the last one, both included; 0 and 0: there are none yet. */
  readonly from: number;
  readonly to: number;
  /** Steps of a bucket; the last one may have fewer. */
  readonly bucketSteps: number;
  /** Of each bucket: its first step, and when that was told, in milliseconds since 1970. */
  readonly steps: readonly number[];
  readonly times: readonly number[];
  readonly series: readonly Series[];
}

export interface Series {
  /** A measure of a step's global batch (`loss`, ...), `learningRate`, `durationMs`, `gradientNorm/<layer>`. */
  readonly name: string;
  /** Of each bucket; null where no step of it has the value. */
  readonly min: readonly (number | null)[];
  readonly max: readonly (number | null)[];
  /** Where they are; absent where a bucket is one step. */
  readonly minSteps?: readonly (number | null)[];
  readonly maxSteps?: readonly (number | null)[];
}

/** What came of one epoch. */
export interface EpochRow {
  /** From 1. */
  readonly epoch: number;
  /** Steps taken at its end. */
  readonly step: number;
  /** Milliseconds since 1970. */
  readonly time: number;
  readonly durationMs: number;
  /** Validation's carry the prefix `val_`. */
  readonly measures: Readonly<Record<string, number>>;
}

export interface EpochsPage {
  readonly epochs: readonly EpochRow[];
}
