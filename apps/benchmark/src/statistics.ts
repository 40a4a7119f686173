/** Figures of one contender over its repetitions, in one unit. */
export interface Spread {
  readonly minimum: number;
  readonly median: number;
  /** Number of figures. */
  readonly repetitions: number;
}

/**
 * Minimum and median. The minimum is what the code costs; the median tells of the machine's noise as well.
 * @throws RangeError for no figures, or one that is not finite
 */
export function spreadOf(figures: readonly number[]): Spread {
  const bad = figures.find((figure) => !Number.isFinite(figure));
  if (bad !== undefined) throw new RangeError(`figures: expected finite numbers, got ${bad}`);
  const sorted = [...figures].sort((a, b) => a - b);
  const minimum = sorted[0];
  if (minimum === undefined) throw new RangeError("figures: expected at least one, got none");
  return { minimum, median: middleOf(sorted), repetitions: sorted.length };
}

function middleOf(sorted: readonly number[]): number {
  const upper = sorted[Math.floor(sorted.length / 2)] ?? NaN;
  const lower = sorted[Math.ceil(sorted.length / 2) - 1] ?? NaN;
  return (lower + upper) / 2;
}

/**
 * The value that a share of all are at most, such as 0.99.
 * @throws RangeError for no figures
 */
export function quantile(figures: readonly number[], share: number): number {
  const sorted = [...figures].sort((a, b) => a - b);
  const value = sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)];
  if (value === undefined) throw new RangeError("figures: expected at least one, got none");
  return value;
}
