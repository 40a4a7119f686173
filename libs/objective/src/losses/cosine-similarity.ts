import { epsilon } from "./epsilon.js";
import type { LossFactory } from "./loss.js";

/** Minus the cosine of the angle between outputs and targets: -1 where they point the same way. Of a zero vector 0. */
export const cosineSimilarity: LossFactory<unknown> = (_, { width }) => ({
  targetWidth: width,
  entry(outputs, targets, at, weight, gradient) {
    const start = at * width;
    const outputScale = inverseNorm(outputs, start, width);
    const targetScale = inverseNorm(targets, start, width);
    let cosine = 0;
    for (let i = start; i < start + width; i++) {
      cosine += (outputs[i] as number) * outputScale * ((targets[i] as number) * targetScale);
    }
    if (gradient) {
      // Where the norm was too small to divide by, it is a constant.
      const alongOutput = outputScale < 1 / epsilon ? cosine * outputScale : 0;
      for (let i = start; i < start + width; i++) {
        const pull = (targets[i] as number) * targetScale - (outputs[i] as number) * alongOutput;
        gradient[i] = -weight * outputScale * pull;
      }
    }
    return -cosine;
  },
});

/** 1 / |vector|, at most 1 / epsilon. */
function inverseNorm(values: Float32Array, start: number, width: number): number {
  let squares = 0;
  for (let i = start; i < start + width; i++) squares += (values[i] as number) * (values[i] as number);
  return Math.min(1 / Math.sqrt(squares), 1 / epsilon);
}
