import { expTail } from "./exp-tail.js";
import { powerOfTwo } from "./float64-bits.js";
import { ln2High, ln2Low } from "./ln2.js";

/** Beyond these the result is Infinity or 0. */
const largest = 709.782712893384;
const smallest = -745.1332191019412;

/** e^x, within 1 unit in the last place (2 where the result is subnormal); the same bits on every engine. */
export function exp(x: number): number {
  if (Number.isNaN(x)) return x;
  if (x > largest) return Infinity;
  if (x < smallest) return 0;
  const exponent = Math.floor(x / Math.LN2 + 0.5);
  // x = exponent ln 2 + r + rest, |r| <= ln(2)/2; the first difference is exact.
  const high = x - exponent * ln2High;
  const low = exponent * ln2Low;
  const r = high - low;
  const rest = high - r - low;
  return scale(1 + (r + (expTail(r) + rest)), exponent);
}

/** value * 2^exponent in two exact steps, of which only the last can round (to a subnormal number). */
function scale(value: number, exponent: number): number {
  const first = Math.floor(exponent / 2);
  return value * powerOfTwo(first) * powerOfTwo(exponent - first);
}
