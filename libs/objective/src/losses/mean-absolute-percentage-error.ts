import { elementwise } from "./elementwise-loss.js";
import { epsilon } from "./epsilon.js";

const size = (target: number) => Math.max(Math.abs(target), epsilon);

export const meanAbsolutePercentageError = elementwise({
  value: (output, target) => (100 * Math.abs(output - target)) / size(target),
  slope: (output, target) => (100 * Math.sign(output - target)) / size(target),
});
