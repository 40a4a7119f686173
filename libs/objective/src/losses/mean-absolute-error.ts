import { elementwise } from "./elementwise-loss.js";

export const meanAbsoluteError = elementwise({
  value: (output, target) => Math.abs(output - target),
  slope: (output, target) => Math.sign(output - target),
});
