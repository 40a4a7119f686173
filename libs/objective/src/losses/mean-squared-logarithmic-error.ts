import { log } from "@lockstep/numerics";
import { elementwise } from "./elementwise-loss.js";
import { epsilon } from "./epsilon.js";

const difference = (output: number, target: number) =>
  log(Math.max(output, epsilon) + 1) - log(Math.max(target, epsilon) + 1);

/** Of log(x + 1), where x is at least Keras's epsilon; below it there is no slope. */
export const meanSquaredLogarithmicError = elementwise({
  value: (output, target) => difference(output, target) * difference(output, target),
  slope: (output, target) => (output >= epsilon ? (2 * difference(output, target)) / (output + 1) : 0),
});
