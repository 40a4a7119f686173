import type { Loss, LossFactory, TargetRule } from "./loss.js";

/** A loss of one number against its target, with its slope, in float64. */
export interface ElementLoss {
  value(output: number, target: number): number;
  /** d(value)/d(output); 0 or one of the two slopes at a corner, as TensorFlow has it. */
  slope(output: number, target: number): number;
}

/** The mean of an {@link ElementLoss} along the last axis. */
export function elementwiseLoss(width: number, element: ElementLoss, targetRule?: TargetRule): Loss {
  return {
    targetWidth: width,
    ...(targetRule && { targetRule }),
    entry(outputs, targets, at, weight, gradient) {
      let sum = 0;
      for (let i = at * width; i < (at + 1) * width; i++) {
        const output = outputs[i] as number;
        const target = targets[i] as number;
        sum += element.value(output, target);
        if (gradient) gradient[i] = (weight * element.slope(output, target)) / width;
      }
      return sum / width;
    },
  };
}

/** A loss without options that is a mean of one {@link ElementLoss}. */
export function elementwise(element: ElementLoss, targetRule?: TargetRule): LossFactory<unknown> {
  return (_, { width }) => elementwiseLoss(width, element, targetRule);
}
