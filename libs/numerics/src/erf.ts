import { exp } from "./exp.js";

const twoOverSqrtPi = 1.1283791670955126;

/** Below this the series is used, above it the continued fraction. */
const seriesEnd = 1.5;
/** From here on erf rounds to 1, and erfc to 0. */
const erfIsOne = 6;
const erfcIsZero = 27.3;

/**
 * The error function, 2/sqrt(pi) times the integral of e^-t^2 from 0 to x;
 * within 8 units in the last place; the same bits on every engine.
 */
export function erf(x: number): number {
  const size = Math.abs(x);
  if (Number.isNaN(x)) return x;
  const magnitude = size < seriesEnd ? bySeries(size) : size < erfIsOne ? 1 - byFraction(size) : 1;
  return x < 0 ? -magnitude : magnitude;
}

/** 1 - erf(x), with a relative error below 1e-13 far out too; the same bits on every engine. */
export function erfc(x: number): number {
  if (Number.isNaN(x)) return x;
  if (x < seriesEnd) return 1 - erf(x);
  return x < erfcIsZero ? byFraction(x) : 0;
}

/** erf(x) = 2/sqrt(pi) e^-x^2 x (1 + 2x^2/3 + (2x^2)^2/(3*5) + ...): no term is negative, so nothing cancels. */
function bySeries(x: number): number {
  const square = 2 * x * x;
  let term = x;
  let sum = x;
  for (let odd = 3; term > sum * 2 ** -55; odd += 2) {
    term *= square / odd;
    sum += term;
  }
  return twoOverSqrtPi * expOfMinusSquare(x) * sum;
}

/** erfc(x) = 2/sqrt(pi) e^-x^2 / (2x + 2/(2x + 4/(2x + 6/...))), Laplace's continued fraction; from its end. */
function byFraction(x: number): number {
  let denominator = 2 * x;
  const depth = Math.floor(240 / (x * x)) + 12; // further levels are below 2^-55 of the result
  for (let level = depth; level > 0; level -= 1) denominator = 2 * x + (2 * level) / denominator;
  return (twoOverSqrtPi * expOfMinusSquare(x)) / denominator;
}

/** e^-x^2 without the rounding of x^2: h^2 is exact for a float32 h, and (x-h)(x+h) is small. */
function expOfMinusSquare(x: number): number {
  const h = Math.fround(x);
  const rest = (x - h) * (x + h);
  return exp(-h * h) * (1 - rest + 0.5 * rest * rest);
}
