import type { RandomStream } from "@lockstep/numerics";
import type { Shape } from "../model-plan.js";

/**
 * Uniform in +-sqrt(6 / (fanIn + fanOut)), as Keras's GlorotUniform: a matrix (in, out) has those fans, a vector its
 * length as both, and axes before the last two count into both. Source: Glorot and Bengio, AISTATS 2010.
 */
export function glorotUniform(shape: Shape, random: RandomStream): Float32Array {
  const { fanIn, fanOut } = fans(shape);
  const limit = Math.sqrt(6 / (fanIn + fanOut));
  const size = shape.reduce((product, length) => product * length, 1);
  return Float32Array.from({ length: size }, () => (2 * random.uniform53() - 1) * limit);
}

function fans(shape: Shape): { fanIn: number; fanOut: number } {
  const last = shape.at(-1) ?? 1;
  const beforeLast = shape.at(-2);
  if (beforeLast === undefined) return { fanIn: last, fanOut: last };
  const receptiveField = shape.slice(0, -2).reduce((product, length) => product * length, 1);
  return { fanIn: beforeLast * receptiveField, fanOut: last * receptiveField };
}
