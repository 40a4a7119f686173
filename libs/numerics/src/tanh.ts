import { expm1 } from "./expm1.js";

/** From here on the result rounds to 1. */
const large = 20;

/** Hyperbolic tangent, within 2 units in the last place; the same bits on every engine. */
export function tanh(x: number): number {
  if (!(Math.abs(x) < large)) return Number.isNaN(x) ? x : Math.sign(x);
  if (Math.abs(x) < 2 ** -28) return x; // the next term, x^3/3, is below half a unit in the last place
  const twice = expm1(2 * Math.abs(x));
  // (e^2x - 1) / (e^2x + 1); from 1 on the quotient is small beside the 1 that it is taken from.
  const magnitude = Math.abs(x) < 1 ? twice / (twice + 2) : 1 - 2 / (twice + 2);
  return x < 0 ? -magnitude : magnitude;
}
