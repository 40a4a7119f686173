/** Keras's epsilon, which keeps divisors and logarithms from zero, as float32 has it. */
export const epsilon = Math.fround(1e-7);

/** Where Keras clips probabilities: in float32 the upper bound is 1 - 1.19e-7. */
export const lowestProbability = epsilon;
export const highestProbability = Math.fround(1 - 1e-7);

/** A probability within Keras's bounds. NaN stays NaN. */
export function clipProbability(probability: number): number {
  return Math.min(Math.max(probability, lowestProbability), highestProbability);
}

/** Whether clipping lets the slope of a probability through. */
export function isWithinClip(probability: number): boolean {
  return probability >= lowestProbability && probability <= highestProbability;
}
