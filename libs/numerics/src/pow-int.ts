/** base^exponent for a whole exponent, by squaring in a fixed order; the same bits on every engine. */
export function powInt(base: number, exponent: number): number {
  if (!Number.isSafeInteger(exponent))
    throw new RangeError(`powInt: expected a whole exponent, got ${exponent}`);
  if (exponent < 0) return 1 / powInt(base, -exponent);
  let result = 1;
  let square = base;
  for (let left = exponent; left > 0; left = Math.floor(left / 2)) {
    if (left % 2 === 1) result *= square;
    square *= square;
  }
  return result;
}
