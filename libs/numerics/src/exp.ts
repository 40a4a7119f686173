import { powerOfTwo } from "./float64-bits.js";
import { ln2High, ln2Low } from "./ln2.js";

/** 1/14!, 1/13!, ... 1/2!: Taylor's series; the next term is below 2^-60 for |r| < ln(2)/2. */
const coefficients = [14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2].map((n) => 1 / factorial(n));

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
  let series = 0;
  for (const coefficient of coefficients) series = series * r + coefficient;
  return scale(1 + (r + (series * r * r + rest)), exponent);
}

/** value * 2^exponent in two exact steps, of which only the last can round (to a subnormal number). */
function scale(value: number, exponent: number): number {
  const first = Math.floor(exponent / 2);
  return value * powerOfTwo(first) * powerOfTwo(exponent - first);
}

function factorial(n: number): number {
  return n < 2 ? 1 : n * factorial(n - 1);
}
