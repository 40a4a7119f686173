import { elementwise } from "./elementwise-loss.js";

export const meanSquaredError = elementwise({
  value: (output, target) => (output - target) * (output - target),
  slope: (output, target) => 2 * (output - target),
});
