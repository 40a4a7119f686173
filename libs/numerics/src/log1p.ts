import { splitNearOne } from "./float64-bits.js";
import { logNearOne } from "./log-near-one.js";

/** ln(1 + x), precise for small x too; the same bits on every engine. NaN below -1, -Infinity at -1. */
export function log1p(x: number): number {
  if (x === -1) return -Infinity;
  if (!(x > -1)) return NaN;
  if (x === Infinity || Math.abs(x) < 2 ** -54) return x;
  const sum = 1 + x;
  if (sum >= Math.SQRT1_2 && sum < Math.SQRT2) return logNearOne(x, 0);
  // What the rounding of 1 + x lost, as a share of the sum.
  const lost = x >= 1 ? 1 - (sum - x) : x - (sum - 1);
  const { mantissa, exponent } = splitNearOne(sum);
  return logNearOne(mantissa - 1, exponent, lost / sum);
}
