import type { DataPart } from "./round.js";

export type RunKind = "train" | "evaluate" | "predict";

/** All that decides which sequences are computed when. */
export interface RunShape {
  readonly kind: RunKind;
  readonly seed: number;
  readonly epochs: number;
  readonly batchSize: number;
  readonly microBatchSize: number;
  readonly shuffle: boolean;
  /** Number of sequences of each part; 0 where there is none. */
  readonly sequences: Readonly<Record<DataPart, number>>;
  /** Time steps of the longest sequence of the training part; needed with `truncate`. */
  readonly timeSteps?: number;
  /** Time steps of each sequence of a part; needed with `bucketing`, for each part that it shall hold for. */
  readonly lengths?: Readonly<Partial<Record<DataPart, Uint32Array>>>;
  /** Batches of sequences of like length, which are padded to the longest of the batch. */
  readonly bucketing?: BucketingOptions;
  /** Truncated BPTT: most time steps of a step. A global batch becomes several steps, with its states carried on. */
  readonly truncate?: number;
  /** Row i of a batch goes on from the states that row i of the batch before left, also from epoch to epoch. */
  readonly stateful?: boolean;
  /** Absent: no step's gradient flow is asked for. */
  readonly gradientFlow?: GradientFlowOptions;
  /** Order of the training sequences in each epoch, in place of that of the seed. */
  readonly order?: readonly Uint32Array[];
}

export interface BucketingOptions {
  /** Global batches whose sequences are sorted by length together. */
  readonly windowBatches: number;
}

/** At which steps gradients are followed through time: it changes no number of the training. */
export interface GradientFlowOptions {
  /** Steps from one to the next; the first step is one. */
  readonly everySteps: number;
  /** That whole sequences of the training part are padded to, where nothing else is said of a batch. */
  readonly timeSteps: number;
}

/** Optimizer steps of the whole run, if no callback ends it early. */
export function totalSteps(shape: RunShape): number {
  return shape.kind === "train" ? shape.epochs * stepsPerEpoch(shape) : 0;
}

/** Global batches of the training data, times the segments of each: the partial last batch is kept, as Keras does. */
export function stepsPerEpoch(shape: RunShape): number {
  return Math.ceil(shape.sequences.train / shape.batchSize) * segmentsOf(shape).length;
}

/** What each global batch of training is cut into: all time steps at once, or stretches of `truncate` of them. */
export function segmentsOf({
  truncate,
  timeSteps,
}: RunShape): ({ begin: number; end: number } | undefined)[] {
  if (truncate === undefined) return [undefined];
  if (timeSteps === undefined)
    throw new RangeError("shape.timeSteps: expected a number with truncate, got none");
  return Array.from({ length: Math.ceil(timeSteps / truncate) }, (_, index) => ({
    begin: index * truncate,
    end: Math.min((index + 1) * truncate, timeSteps),
  }));
}

/** Whether states travel from one round to the next. */
export function carriesStates({ stateful, truncate }: RunShape): boolean {
  return stateful === true || truncate !== undefined;
}
