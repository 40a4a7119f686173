import type { RepeatVectorSpec } from "@lockstep/job";
import type { LayerPlan } from "@lockstep/model";
import type { TensorOps } from "../ops/tensor-ops.js";
import { tensorAt, type LayerKernel } from "./layer-kernel.js";

/** A vector as each of n time steps. Keras's RepeatVector ends the mask. */
export function repeatVectorKernel<T>(
  { spec }: LayerPlan<RepeatVectorSpec>,
  ops: TensorOps<T>,
): LayerKernel<T> {
  return {
    givesLogits: false,
    forward({ inputs }) {
      const { matrix, features } = tensorAt(inputs, 0);
      const repeated = ops.concatRows(Array.from({ length: spec.n }, () => matrix));
      return {
        outputs: [{ matrix: repeated, steps: spec.n, features, timed: true }],
        finalStates: [],
        backward(gradients) {
          const parts = ops.splitRows(tensorAt(gradients, 0), spec.n);
          return { parameters: [], inputs: [parts.reduce((sum, part) => ops.add(sum, part))] };
        },
      };
    },
  };
}
