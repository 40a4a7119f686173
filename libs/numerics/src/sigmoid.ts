import { exp } from "./exp.js";

/** 1 / (1 + e^-z), within 3 units in the last place; never overflows; the same bits on every engine. */
export function sigmoid(z: number): number {
  if (z >= 0) return 1 / (1 + exp(-z));
  const small = exp(z);
  return small / (1 + small);
}
