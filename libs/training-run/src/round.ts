/** What a round is computed for. */
export type Purpose = "gradient" | "evaluate" | "predict";

/** The parts of a run's data. */
export type DataPart = "train" | "validation" | "test";

/** Whether rounds of the part belong to the training, which the test comes after. */
export function isTraining(part: DataPart | undefined): boolean {
  return part === "train" || part === "validation";
}

/** Time steps from `begin` up to before `end`. */
export interface TimeRange {
  readonly begin: number;
  readonly end: number;
}

/**
 * What its sequences start from, in a run that carries states: zeros, or row by row the states that the round before
 * left.
 */
export type StartingStates = "zero" | "carried";

/**
 * One global batch (or some of its time steps), computed with one version of the parameters: a step's gradient, or a
 * piece of an evaluation or prediction. The cut into micro-batches is fixed by the job, never by who is connected.
 */
export interface Round {
  /** From 0, in the order of commits; where training ends early, those that are left out keep theirs. */
  readonly number: number;
  readonly purpose: Purpose;
  readonly part: DataPart;
  /** From 0. */
  readonly epoch: number;
  /** Place among the rounds of the part, in this epoch, from 0. */
  readonly batch: number;
  /** Rounds of the part in this epoch. */
  readonly batches: number;
  /** Indices of the sequences within the part. */
  readonly sequences: Uint32Array;
  readonly microBatchSize: number;
  /**
   * Version of the parameters that it is computed with: the steps taken before, or one more for what training leaves
   * where that differs from its last step's.
   */
  readonly parametersVersion: number;
  /** Time steps that all its sequences are padded to. Absent: as many as the longest of the data. */
  readonly timeSteps?: number;
  /** The time steps that are computed. Absent: all. */
  readonly timeRange?: TimeRange;
  /** Present: the gradient's flow is asked for, by as many time steps. */
  readonly gradientFlow?: { readonly timeSteps: number };
  /** Absent: the run carries no states. */
  readonly startsFrom?: StartingStates;
}

/** A global batch and how it is cut. */
export type BatchCut = Pick<Round, "sequences" | "microBatchSize">;

/** M, the number of micro-batches. */
export function microBatchCount(round: BatchCut): number {
  return Math.ceil(round.sequences.length / round.microBatchSize);
}

/** Indices of the sequences of a range of micro-batches. */
export function sequencesOf(
  { sequences, microBatchSize }: BatchCut,
  first: number,
  count: number,
): Uint32Array {
  return sequences.subarray(first * microBatchSize, (first + count) * microBatchSize);
}

/** Number of sequences of a range of micro-batches. */
export function rowCountOf(
  { sequences, microBatchSize }: BatchCut,
  { first, count }: { readonly first: number; readonly count: number },
): number {
  return Math.min((first + count) * microBatchSize, sequences.length) - first * microBatchSize;
}

/** Sequences of each micro-batch of a range; only the round's last may be smaller. */
export function rowsOf(round: BatchCut, first: number, count: number): number[] {
  return Array.from({ length: count }, (_, index) => sequencesOf(round, first + index, 1).length);
}
