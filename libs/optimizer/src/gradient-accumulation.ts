const { fround } = Math;

/** Adds a gradient to those before it, in place. */
export function accumulateGradient(accumulator: Float32Array, gradient: Float32Array): void {
  for (let index = 0; index < accumulator.length; index++)
    accumulator[index] = (gradient[index] as number) + (accumulator[index] as number);
}

/** The mean over `steps` gradients, of which the accumulator holds all but the last; it is empty afterwards. */
export function takeAccumulated(
  accumulator: Float32Array,
  gradient: Float32Array,
  steps: number,
): Float32Array {
  const mean = new Float32Array(gradient.length);
  for (let index = 0; index < mean.length; index++)
    mean[index] = fround((gradient[index] as number) + (accumulator[index] as number)) / steps;
  accumulator.fill(0);
  return mean;
}
