import { addition, type VectorOperation } from "@lockstep/numerics";

const { fround } = Math;

/** Adds a gradient to those before it, in place. */
export function accumulateGradient(accumulator: Float32Array, gradient: Float32Array): VectorOperation {
  return addition(accumulator, gradient);
}

/** The mean over `steps` gradients, of which the accumulator holds all but the last; it is empty afterwards. */
export function takeAccumulated(
  mean: Float32Array,
  gradient: Float32Array,
  accumulator: Float32Array,
  steps: number,
): VectorOperation {
  const vectors = [mean, gradient, accumulator];
  return {
    name: "take-accumulated",
    begin: 0,
    end: mean.length,
    vectors,
    numbers: [steps],
    over(begin, end) {
      for (let index = begin; index < end; index++)
        mean[index] = fround((gradient[index] as number) + (accumulator[index] as number)) / steps;
      accumulator.fill(0, begin, end);
    },
  };
}
