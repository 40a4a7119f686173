import type { Pace, Sliced } from "@lockstep/numerics";

const { fround } = Math;

/** Adds a gradient to those before it, in place. */
export function accumulateGradient(
  accumulator: Float32Array,
  gradient: Float32Array,
  pace: Pace,
): Sliced<void> {
  return pace.over(0, accumulator.length, (begin, end) => {
    for (let index = begin; index < end; index++)
      accumulator[index] = (gradient[index] as number) + (accumulator[index] as number);
  });
}

/** The mean over `steps` gradients, of which the accumulator holds all but the last; it is empty afterwards. */
export function* takeAccumulated(
  accumulator: Float32Array,
  gradient: Float32Array,
  steps: number,
  pace: Pace,
): Sliced<Float32Array> {
  const mean = new Float32Array(gradient.length);
  yield* pace.over(0, mean.length, (begin, end) => {
    for (let index = begin; index < end; index++)
      mean[index] = fround((gradient[index] as number) + (accumulator[index] as number)) / steps;
    accumulator.fill(0, begin, end);
  });
  return mean;
}
