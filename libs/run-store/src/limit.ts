/** Rows that one request may ask for. */
export const maxRows = 10_000;

/** @throws RangeError where it is no number of rows that may be asked for at once */
export function checkedLimit(limit: number): number {
  if (Number.isInteger(limit) && limit >= 0 && limit <= maxRows) return limit;
  throw new RangeError(`limit: expected a whole number from 0 to ${maxRows}, got ${limit}`);
}
