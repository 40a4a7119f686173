import { add, divide, multiply, sumExactly, type DoubleDouble } from "./double-double.js";
import { exp } from "./exp.js";
import { splitNearOne } from "./float64-bits.js";
import { ln2High, ln2Low } from "./ln2.js";
import { log } from "./log.js";

/** 2/29, 2/27, ... 2/5: the series of 2 atanh(s)/s - 2 - 2s^2/3, over s^2; as in log-near-one, two terms further. */
const coefficients = [29, 27, 25, 23, 21, 19, 17, 15, 13, 11, 9, 7, 5].map((odd) => 2 / odd);

/** 2/3 to twice the precision. */
const twoThirds: DoubleDouble = { high: 0.6666666666666666, low: 3.700743415417188e-17 };

/** |y ln x| above this is Infinity or 0. */
const beyondRange = 750;

/**
 * x^y, within 2 units in the last place (further off where the result is subnormal); the same bits on every engine.
 * As Math.pow: NaN for a negative x with an exponent that is not whole.
 */
export function pow(x: number, y: number): number {
  if (y === 0) return 1;
  if (y === 1) return x;
  if (Number.isNaN(x) || Number.isNaN(y)) return NaN;
  if (x < 0) return Number.isInteger(y) ? (y % 2 === 0 ? 1 : -1) * pow(-x, y) : NaN;
  if (x === 1) return 1;
  if (x === 0 || x === Infinity) return (x === 0) === y > 0 ? 0 : Infinity;
  const estimate = y * log(x);
  if (Math.abs(estimate) > beyondRange) return estimate > 0 ? Infinity : 0;
  const { high, low } = multiply(preciseLog(x), { high: y, low: 0 });
  const power = exp(high);
  return power === Infinity ? power : power + power * low;
}

/** ln x to some 70 bits, for a positive finite x. */
function preciseLog(x: number): DoubleDouble {
  const { mantissa, exponent } = splitNearOne(x);
  const f = mantissa - 1;
  const s = divide({ high: f, low: 0 }, sumExactly(2, f));
  const square = multiply(s, s);
  let series = 0;
  for (const coefficient of coefficients) series = series * square.high + coefficient;
  const cubic = multiply(multiply(s, square), add(twoThirds, { high: series * square.high, low: 0 }));
  const ofMantissa = add({ high: 2 * s.high, low: 2 * s.low }, cubic);
  return add(sumExactly(exponent * ln2High, exponent * ln2Low), ofMantissa);
}
