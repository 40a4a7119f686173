import { meanSquaredError } from "../losses/mean-squared-error.js";
import { meanOfLoss } from "./mean-metric.js";
import type { MetricFactory } from "./metric.js";

/** Root of the mean squared error. It ignores masks, as Keras's does. */
export const rootMeanSquaredError: MetricFactory<unknown> = (spec, setting) => {
  const squares = meanOfLoss(meanSquaredError)(spec, setting);
  return {
    ...squares,
    add: (batch, sums) => squares.add({ ...batch, mask: undefined }, sums),
    result: (sums) => Math.sqrt(squares.result(sums)),
  };
};
