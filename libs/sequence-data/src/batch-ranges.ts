/** A half-open range of rows: from `begin` to just before `end`. */
export interface RowRange {
  readonly begin: number;
  readonly end: number;
}

/** Optimizer updates of an epoch: the partial last batch counts. */
export function stepsPerEpoch(sequences: number, batchSize: number): number {
  return Math.ceil(sequences / batchSize);
}

/** Rows of the epoch's order that make the global batch of a step; the last may be shorter. `step` from 0. */
export function batchRange(step: number, sequences: number, batchSize: number): RowRange {
  const begin = step * batchSize;
  if (!(begin >= 0 && begin < sequences)) {
    const steps = stepsPerEpoch(sequences, batchSize);
    throw new RangeError(`batch: expected a step below ${steps}, got ${step}`);
  }
  return { begin, end: Math.min(begin + batchSize, sequences) };
}

/** Cuts a global batch into micro-batches; the last may be shorter. Depends on the sizes alone. */
export function microBatchRanges(batchRows: number, microBatchSize: number): RowRange[] {
  return Array.from({ length: Math.ceil(batchRows / microBatchSize) }, (_, index) => ({
    begin: index * microBatchSize,
    end: Math.min((index + 1) * microBatchSize, batchRows),
  }));
}
