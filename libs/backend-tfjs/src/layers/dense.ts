import type { DenseSpec } from "@lockstep/job";
import type { LayerPlan } from "@lockstep/model";
import { activate } from "../activations/activate.js";
import type { TensorOps } from "../ops/tensor-ops.js";
import { tensorAt, type LayerKernel } from "./layer-kernel.js";

/**
 * activation(x W + b), for every time step alike; the mask passes. Parameters: kernel (features, units), bias (units)
 * if used.
 */
export function denseKernel<T>(plan: LayerPlan<DenseSpec>, ops: TensorOps<T>): LayerKernel<T> {
  const { spec } = plan;
  return {
    givesLogits: true,
    forward({ inputs, parameters, asLogits }) {
      const input = tensorAt(inputs, 0);
      const kernel = tensorAt(parameters, 0);
      const product = ops.matMul(input.matrix, kernel);
      const sum = spec.useBias ? ops.addBias(product, tensorAt(parameters, 1)) : product;
      const activated = activate(ops, asLogits ? "linear" : spec.activation, sum, spec.units);
      return {
        outputs: [{ ...input, matrix: activated.output, features: spec.units }],
        finalStates: [],
        backward(gradients, wanted) {
          const dSum = activated.gradient(tensorAt(gradients, 0));
          const dKernel = ops.matMulTransposedA(input.matrix, dSum);
          return {
            parameters: spec.useBias ? [dKernel, ops.columnSums(dSum)] : [dKernel],
            inputs: [wanted.inputs[0] === true ? ops.matMulTransposedB(dSum, kernel) : undefined],
          };
        },
      };
    },
  };
}
