import type { GlobalAveragePooling1dSpec, GlobalMaxPooling1dSpec } from "@lockstep/job";
import type { LayerPlan } from "@lockstep/model";
import type { TensorOps } from "../ops/tensor-ops.js";
import { hostKernel, type HostValue } from "./host-kernel.js";
import type { LayerKernel } from "./layer-kernel.js";

/** The mean over the time steps that count; the mask ends here. NaN where none counts, as in Keras. */
export function globalAveragePooling1dKernel<T>(
  plan: LayerPlan<GlobalAveragePooling1dSpec>,
  ops: TensorOps<T>,
): LayerKernel<T> {
  return hostKernel(ops, ({ rows, input }) => {
    const { matrix, steps, features, mask } = input;
    const timed = plan.spec.keepdims;
    const size = rows * features;
    const counts = (step: number, row: number) => mask === undefined || mask[step * rows + row] === 1;
    const divisors = Array.from({ length: rows }, (_, row) => {
      let count = 0;
      for (let step = 0; step < steps; step++) if (counts(step, row)) count++;
      return count;
    });
    const sums = new Float64Array(size);
    matrix.forEach((value, i) => {
      const row = Math.floor((i % size) / features);
      if (counts(Math.floor(i / size), row)) sums[i % size] = (sums[i % size] ?? NaN) + value;
    });
    const divisorAt = (i: number) => divisors[Math.floor(i / features)] ?? NaN;
    return {
      output: { matrix: Float32Array.from(sums, (sum, i) => sum / divisorAt(i)), steps: 1, features, timed },
      backward: (dOutput) => ({
        inputs: [
          matrix.map((_, i) => {
            const place = i % size;
            const used = counts(Math.floor(i / size), Math.floor(place / features));
            return used ? (dOutput[place] ?? NaN) / divisorAt(place) : 0;
          }),
        ],
      }),
    };
  });
}

/**
 * The largest value of each feature over time. Equal largest values share the gradient, as in TensorFlow. It looks at
 * masked time steps too, and the mask ends here, both as in Keras.
 */
export function globalMaxPooling1dKernel<T>(
  plan: LayerPlan<GlobalMaxPooling1dSpec>,
  ops: TensorOps<T>,
): LayerKernel<T> {
  return hostKernel(ops, ({ rows, input }) => {
    const { largest, ties } = largestOverTime(input, rows);
    return {
      output: { matrix: largest, steps: 1, features: input.features, timed: plan.spec.keepdims },
      backward: (dOutput) => ({
        inputs: [
          input.matrix.map((value, i) => {
            const place = i % largest.length;
            return value === largest[place] ? (dOutput[place] ?? NaN) / (ties[place] ?? NaN) : 0;
          }),
        ],
      }),
    };
  });
}

/** Largest values over time, (B, features), and how many time steps have them. */
function largestOverTime({ matrix, features }: HostValue, rows: number) {
  const largest = matrix.slice(0, rows * features);
  const size = largest.length;
  // Math.max hands NaN on.
  matrix.forEach((value, i) => (largest[i % size] = Math.max(largest[i % size] ?? NaN, value)));
  const ties = new Float64Array(size);
  matrix.forEach((value, i) => {
    if (value === largest[i % size]) ties[i % size] = (ties[i % size] ?? NaN) + 1;
  });
  return { largest, ties };
}
