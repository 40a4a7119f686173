import { sumExactly } from "./double-double.js";

/** pi/2 in three parts; the first two have 33 significant bits, so that products with up to 20 bits are exact. */
const halfPi = [1.5707963267341256, 6.077100506303966e-11, 2.0222662487959506e-21] as const;
const largest = 2 ** 20;

/** Taylor's series in r^2: of (cos r - 1 + r^2/2) / r^4, and of (sin r - r) / r^3. */
const cosCoefficients = [18, 16, 14, 12, 10, 8, 6, 4].map(alternatingReciprocal);
const sinCoefficients = [19, 17, 15, 13, 11, 9, 7, 5, 3].map(alternatingReciprocal);

/**
 * Cosine of x radians, within 1 unit in the last place; the same bits on every engine.
 * @throws RangeError beyond |x| = 2^20, where more digits of pi would be needed
 */
export function cos(x: number): number {
  if (!(Math.abs(x) <= largest)) throw new RangeError(`cos: expected an angle up to 2^20, got ${x}`);
  const quarters = Math.floor(Math.abs(x) / (Math.PI / 2) + 0.5);
  // |x| = quarters pi/2 + high + low; the first difference and the products are exact.
  const first = sumExactly(Math.abs(x) - quarters * halfPi[0], -quarters * halfPi[1]);
  const { high, low } = sumExactly(first.high, first.low - quarters * halfPi[2]);
  const isSine = quarters % 2 === 1;
  const magnitude = isSine ? sineNearZero(high, low) : cosineNearZero(high, low);
  return quarters % 4 === 1 || quarters % 4 === 2 ? -magnitude : magnitude;
}

/** cos(r + rest) for |r| <= pi/4. */
function cosineNearZero(r: number, rest: number): number {
  const square = r * r;
  const half = 0.5 * square;
  const coarse = 1 - half;
  const lost = 1 - coarse - half;
  return coarse + (lost + (square * square * polynomial(cosCoefficients, square) - r * rest));
}

/** sin(r + rest) for |r| <= pi/4. */
function sineNearZero(r: number, rest: number): number {
  const square = r * r;
  return r + (square * r * polynomial(sinCoefficients, square) + rest * (1 - 0.5 * square));
}

function polynomial(coefficients: readonly number[], x: number): number {
  let sum = 0;
  for (const coefficient of coefficients) sum = sum * x + coefficient;
  return sum;
}

/** Taylor's coefficient of r^n in sine or cosine. */
function alternatingReciprocal(n: number): number {
  let factorial = 1;
  for (let i = 2; i <= n; i += 1) factorial *= i;
  return (Math.floor(n / 2) % 2 === 0 ? 1 : -1) / factorial;
}
