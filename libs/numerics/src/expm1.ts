import type { DoubleDouble } from "./double-double.js";
import { expTail } from "./exp-tail.js";
import { exp } from "./exp.js";
import { powerOfTwo } from "./float64-bits.js";
import { ln2High, ln2Low } from "./ln2.js";

/** From here on the 1 is lost in e^x; below the negative, e^x is lost in the 1. */
const large = 38;

/** e^x - 1, precise for small x too, within 2 units in the last place; the same bits on every engine. */
export function expm1(x: number): number {
  if (x > large) return exp(x);
  if (x < -large) return -1;
  if (!(Math.abs(x) >= 2 ** -54)) return x;
  return expm1Parts(x).high;
}

/** e^x - 1 for 2^-54 <= |x| <= 38, as the sum of a float64 and what its rounding left. */
export function expm1Parts(x: number): DoubleDouble {
  const exponent = Math.floor(x / Math.LN2 + 0.5);
  // x = exponent ln 2 + r + rest, as in exp; then e^x - 1 = 2^exponent (1 - 2^-exponent + r + rest + tail).
  const high = x - exponent * ln2High;
  const low = exponent * ln2Low;
  const r = high - low;
  const tail = expTail(r) + (high - r - low);
  const scale = powerOfTwo(exponent);
  const start = 1 - powerOfTwo(-exponent);
  // Each summand is 0 or larger than the next, so what a rounding loses is found by taking away again.
  const sum = start + r;
  const total = sum + tail;
  return { high: scale * total, low: scale * (r - (sum - start) + (tail - (total - sum))) };
}
