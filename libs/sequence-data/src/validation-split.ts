import { DataError } from "./data-error.js";

/** A half-open range of rows: from `begin` to just before `end`. */
export interface RowRange {
  readonly begin: number;
  readonly end: number;
}

/** Rows for training and rows kept for validation. */
export interface ValidationSplit {
  readonly training: RowRange;
  /** Missing where nothing is kept. */
  readonly validation?: RowRange;
}

/**
 * Keeps the last rows, from floor(N * (1 - split)), for validation, as Keras does: before any shuffling.
 * @param split share from 0 to below 1
 * @throws DataError where either part would be empty
 */
export function splitValidation(sequences: number, split: number): ValidationSplit {
  if (split === 0) return { training: { begin: 0, end: sequences } };
  const at = Math.floor(sequences * (1 - split));
  if (at === 0 || at === sequences) {
    const expected = "fit.validationSplit: expected at least one sequence on each side";
    throw new DataError(
      "DATA_INVALID",
      `${expected}, got ${at} and ${sequences - at} of ${sequences} at ${split}`,
    );
  }
  return { training: { begin: 0, end: at }, validation: { begin: at, end: sequences } };
}
