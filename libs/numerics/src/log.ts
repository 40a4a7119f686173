import { splitNearOne } from "./float64-bits.js";
import { logNearOne } from "./log-near-one.js";

/** Natural logarithm, within 1 unit in the last place; the same bits on every engine. NaN below 0, -Infinity at 0. */
export function log(x: number): number {
  if (x === 0) return -Infinity;
  if (!(x > 0)) return NaN;
  if (x === Infinity) return x;
  const { mantissa, exponent } = splitNearOne(x);
  return logNearOne(mantissa - 1, exponent);
}
