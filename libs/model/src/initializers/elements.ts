import type { Shape } from "../model-plan.js";

/** Number of elements of a tensor. */
export function sizeOf(shape: Shape): number {
  return shape.reduce((product, length) => product * length, 1);
}

/** A tensor whose elements are drawn one after the other, in C order. */
export function elements(shape: Shape, next: (index: number) => number): Float32Array {
  const values = new Float32Array(sizeOf(shape));
  for (let index = 0; index < values.length; index += 1) values[index] = next(index);
  return values;
}
