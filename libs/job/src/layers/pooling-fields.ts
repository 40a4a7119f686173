import { choice, flag, wholeNumber } from "../fields.js";

/** Options of layers that make one value of all time steps. */
export const globalPoolingFields = () => ({
  keepdims: flag().default(false).describe("Keeps the time axis, with one time step. Default: false."),
});

/** Options of layers that make one time step of a few. */
export const poolingFields = () => ({
  poolSize: wholeNumber(1, 1 << 20)
    .default(2)
    .describe("Time steps that become one. Default: 2."),
  strides: wholeNumber(1, 1 << 20)
    .exactOptional()
    .describe("Time steps from one pool to the next. Default: poolSize."),
  padding: choice(["valid", "same"])
    .default("valid")
    .describe("valid: only whole pools; same: also those that reach over the ends. Default: valid."),
});
