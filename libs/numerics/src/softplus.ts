import { exp } from "./exp.js";
import { log1p } from "./log1p.js";

/** ln(1 + e^x), within 3 units in the last place; never overflows; the same bits on every engine. */
export function softplus(x: number): number {
  return Math.max(x, 0) + log1p(exp(-Math.abs(x)));
}
