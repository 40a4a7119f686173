import type { Shape } from "../model-plan.js";

/**
 * Number of inputs and of outputs of a unit, as Keras counts them: a matrix (in, out) has those, a vector its length
 * as both, and axes before the last two (of a convolution's kernel) count into both.
 */
export function fans(shape: Shape): { fanIn: number; fanOut: number } {
  const last = shape.at(-1) ?? 1;
  const beforeLast = shape.at(-2);
  if (beforeLast === undefined) return { fanIn: last, fanOut: last };
  const receptiveField = shape.slice(0, -2).reduce((product, length) => product * length, 1);
  return { fanIn: beforeLast * receptiveField, fanOut: last * receptiveField };
}
