import { softplus, tanh } from "@lockstep/numerics";
import { elementwise } from "./elementwise-loss.js";

/** log(cosh(error)) as |error| + log(1 + exp(-2|error|)) - log 2: never overflows. */
export const logCosh = elementwise({
  value(output, target) {
    const error = Math.abs(output - target);
    return error + softplus(-2 * error) - Math.LN2;
  },
  slope: (output, target) => tanh(output - target),
});
