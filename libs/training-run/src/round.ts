/** What a round is computed for. */
export type Purpose = "gradient" | "evaluate" | "predict";

/** The parts of a run's data. */
export type DataPart = "train" | "validation" | "test";

/**
 * One global batch, computed with one version of the parameters: a step's gradient, or a piece of an evaluation or
 * prediction. The cut into micro-batches is fixed by the job, never by who is connected.
 */
export interface Round {
  /** From 0, in the order of commits. */
  readonly number: number;
  readonly purpose: Purpose;
  readonly part: DataPart;
  /** From 0. */
  readonly epoch: number;
  /** Place of this global batch within the part, from 0. */
  readonly batch: number;
  /** Global batches of the part. */
  readonly batches: number;
  /** Indices of the sequences within the part. */
  readonly sequences: Uint32Array;
  readonly microBatchSize: number;
  /** Steps taken before: the version of the parameters that it is computed with. */
  readonly parametersVersion: number;
}

/** M, the number of micro-batches. */
export function microBatchCount(round: Round): number {
  return Math.ceil(round.sequences.length / round.microBatchSize);
}

/** Indices of the sequences of a range of micro-batches. */
export function sequencesOf(round: Round, first: number, count: number): Uint32Array {
  return round.sequences.subarray(first * round.microBatchSize, (first + count) * round.microBatchSize);
}

/** Sequences of each micro-batch of a range; only the round's last may be smaller. */
export function rowsOf(round: Round, first: number, count: number): number[] {
  return Array.from({ length: count }, (_, index) => sequencesOf(round, first + index, 1).length);
}
