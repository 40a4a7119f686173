import { cos } from "@lockstep/numerics";

const { fround } = Math;
const pi = fround(Math.PI);

/** height * 0.5 * (1 + cos(pi * fraction)), float32: from `height` at 0 to 0 at 1. */
export function halfCosine(fraction: number, height = 1): number {
  return fround(fround(0.5 * height) * fround(1 + fround(cos(fround(pi * fraction)))));
}
