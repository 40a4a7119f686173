import type { Loss } from "./loss.js";

/** A loss of one number against its target, with its slope, in float64. */
export interface ElementLoss {
  value(output: number, target: number): number;
  /** d(value)/d(output). */
  slope(output: number, target: number): number;
}

/** The mean of an {@link ElementLoss} along the last axis. */
export function elementwiseLoss(element: ElementLoss): Loss {
  return {
    value(outputs, targets, start, width) {
      let sum = 0;
      for (let i = start; i < start + width; i++) sum += element.value(outputs[i] ?? NaN, targets[i] ?? NaN);
      return sum / width;
    },
    differentiate(outputs, targets, start, width, gradient) {
      for (let i = start; i < start + width; i++) {
        gradient[i] = element.slope(outputs[i] ?? NaN, targets[i] ?? NaN) / width;
      }
    },
  };
}
