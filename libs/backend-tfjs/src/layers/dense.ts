import type { DenseSpec } from "@lockstep/job";
import type { LayerPlan } from "@lockstep/model";
import type { TensorOps } from "../ops/tensor-ops.js";
import { tensorAt, type LayerKernel } from "./layer-kernel.js";

/** activation(x W + b), for every time step alike. Parameters: kernel (features, units), bias (units) if used. */
export function denseKernel<T>({ spec }: LayerPlan<DenseSpec>, ops: TensorOps<T>): LayerKernel<T> {
  return {
    givesLogits: true,
    forward({ input, parameters, asLogits }) {
      const activation = asLogits ? "linear" : spec.activation;
      const kernel = tensorAt(parameters, 0);
      const product = ops.matMul(input.matrix, kernel);
      const sum = spec.useBias ? ops.addBias(product, tensorAt(parameters, 1)) : product;
      const output = ops.activate(activation, sum);
      return {
        output: { matrix: output, steps: input.steps },
        backward(gradient, wantInput) {
          const dSum = ops.activationGradient(activation, output, gradient);
          const dKernel = ops.matMulTransposedA(input.matrix, dSum);
          return {
            parameters: spec.useBias ? [dKernel, ops.columnSums(dSum)] : [dKernel],
            ...(wantInput && { input: ops.matMulTransposedB(dSum, kernel) }),
          };
        },
      };
    },
  };
}
