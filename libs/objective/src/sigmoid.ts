import { exp } from "@lockstep/numerics";

/** 1 / (1 + exp(-z)) in float64 with the same bits everywhere; never overflows. */
export function sigmoid(z: number): number {
  if (z >= 0) return 1 / (1 + exp(-z));
  const small = exp(z);
  return small / (1 + small);
}
