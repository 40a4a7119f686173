import { ln2High, ln2Low } from "./ln2.js";

/** 2/3, 2/5, ... 2/25: the series of 2 atanh(s)/s - 2 in s^2; the next term is below 2^-62 for s < 0.1716. */
const coefficients = [25, 23, 21, 19, 17, 15, 13, 11, 9, 7, 5, 3].map((odd) => 2 / odd);

/**
 * exponent * ln 2 + ln(1 + f) + correction, for 1 + f in [sqrt(1/2), sqrt(2)).
 *
 * With s = f/(2+f), ln(1+f) = 2 atanh(s) = 2s + s R(s^2), and 2s = f - f^2/2 + s f^2/2: summed so, the largest term f
 * is exact and all that is rounded is small beside it.
 */
export function logNearOne(f: number, exponent: number, correction = 0): number {
  const s = f / (2 + f);
  const z = s * s;
  let series = 0;
  for (const coefficient of coefficients) series = (series + coefficient) * z;
  const halfSquare = 0.5 * f * f;
  const tail = s * (halfSquare + series) + (exponent * ln2Low + correction);
  return exponent * ln2High - (halfSquare - tail - f);
}
