import type { LossFactory } from "./loss.js";

/** max(largest wrong - right + 1, 0), with right = sum(y p) and wrong = (1 - y) p. */
export const categoricalHinge: LossFactory<unknown> = (_, { width }) => ({
  targetWidth: width,
  entry(outputs, targets, at, weight, gradient) {
    const start = at * width;
    let right = 0;
    let wrong = -Infinity;
    let ties = 0;
    for (let i = start; i < start + width; i++) {
      const output = outputs[i] as number;
      const target = targets[i] as number;
      right += target * output;
      const candidate = (1 - target) * output;
      ties = candidate === wrong ? ties + 1 : candidate > wrong ? 1 : ties;
      wrong = Math.max(wrong, candidate);
    }
    const loss = wrong - right + 1;
    if (gradient) {
      for (let i = start; i < start + width; i++) {
        const target = targets[i] as number;
        // Equals share the slope of the largest.
        const isLargest = (1 - target) * (outputs[i] as number) === wrong;
        const slope = (isLargest ? (1 - target) / ties : 0) - target;
        gradient[i] = loss >= 0 ? weight * slope : 0;
      }
    }
    return Math.max(loss, 0);
  },
});
