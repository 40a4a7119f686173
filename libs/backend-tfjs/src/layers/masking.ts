import type { MaskingSpec } from "@lockstep/job";
import type { LayerPlan } from "@lockstep/model";
import type { TensorOps } from "../ops/tensor-ops.js";
import { hostKernel } from "./host-kernel.js";
import type { LayerKernel } from "./layer-kernel.js";

/**
 * Masks the time steps all of whose features are maskValue, and makes them zero. Its mask takes the place of the
 * input's, as in Keras.
 */
export function maskingKernel<T>(plan: LayerPlan<MaskingSpec>, ops: TensorOps<T>): LayerKernel<T> {
  // Keras compares in float32.
  const maskValue = Math.fround(plan.spec.maskValue);
  return hostKernel(ops, ({ input }) => {
    const { matrix, features } = input;
    const mask = new Float32Array(matrix.length / features);
    matrix.forEach((value, i) => {
      if (value !== maskValue) mask[Math.floor(i / features)] = 1;
    });
    const masked = (values: Float32Array) =>
      values.map((value, i) => (mask[Math.floor(i / features)] === 1 ? value : 0));
    return {
      output: { ...input, matrix: masked(matrix), mask },
      backward: (dOutput) => ({ inputs: [masked(dOutput)] }),
    };
  });
}
