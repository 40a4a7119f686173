import { elementwiseLoss } from "./elementwise-loss.js";
import type { LossFactory } from "./loss.js";

/** Half the square of errors up to delta, beyond that a straight line. */
export const huber: LossFactory<{ readonly delta: number }> = ({ delta }, { width }) =>
  elementwiseLoss(width, {
    value(output, target) {
      const error = Math.abs(output - target);
      return error <= delta ? 0.5 * error * error : delta * error - 0.5 * delta * delta;
    },
    slope: (output, target) => Math.min(Math.max(output - target, -delta), delta),
  });
