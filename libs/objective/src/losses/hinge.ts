import { elementwise } from "./elementwise-loss.js";
import type { TargetRule } from "./loss.js";

/**
 * Keras takes 0 for -1 where a batch has nothing but 0 and 1. Here 0 is -1 always and other targets are refused:
 * so it is the same, and does not depend on how the data were cut into batches.
 */
const sides: TargetRule = {
  expected: "-1 or 1 (or 0 for -1)",
  holds: (target) => target === -1 || target === 0 || target === 1,
};

const side = (target: number) => (target === 0 ? -1 : target);
const margin = (output: number, target: number) => Math.max(1 - side(target) * output, 0);
const isInside = (output: number, target: number) => 1 - side(target) * output >= 0;

/** max(1 - y p, 0). */
export const hinge = elementwise(
  {
    value: margin,
    slope: (output, target) => (isInside(output, target) ? -side(target) : 0),
  },
  sides,
);

/** max(1 - y p, 0) squared. */
export const squaredHinge = elementwise(
  {
    value: (output, target) => margin(output, target) * margin(output, target),
    slope: (output, target) => -2 * side(target) * margin(output, target),
  },
  sides,
);
