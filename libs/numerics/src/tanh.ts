import { add, divide } from "./double-double.js";
import { expm1, expm1Parts } from "./expm1.js";

/** From here on the result rounds to 1. */
const large = 20;

/** Hyperbolic tangent, within 2 units in the last place; the same bits on every engine. */
export function tanh(x: number): number {
  if (!(Math.abs(x) < large)) return Number.isNaN(x) ? x : Math.sign(x);
  if (Math.abs(x) < 2 ** -28) return x; // the next term, x^3/3, is below half a unit in the last place
  // (e^2x - 1) / (e^2x + 1); from 1 on the quotient is small beside the 1 that it is taken from.
  const magnitude = Math.abs(x) < 1 ? ofSmall(Math.abs(x)) : 1 - 2 / (expm1(2 * Math.abs(x)) + 2);
  return x < 0 ? -magnitude : magnitude;
}

/** The quotient of doubled precision: half a unit of e^2x - 1 may be a whole one of the result. */
function ofSmall(x: number): number {
  const numerator = expm1Parts(2 * x);
  return divide(numerator, add(numerator, { high: 2, low: 0 })).high;
}
