import type { ActivationLayerSpec } from "@lockstep/job";
import type { LayerPlan } from "@lockstep/model";
import { activate } from "../activations/activate.js";
import type { TensorOps } from "../ops/tensor-ops.js";
import { tensorAt, type LayerKernel } from "./layer-kernel.js";

/** An activation as a layer; the mask passes. */
export function activationKernel<T>(plan: LayerPlan<ActivationLayerSpec>, ops: TensorOps<T>): LayerKernel<T> {
  return {
    givesLogits: true,
    forward({ inputs, asLogits }) {
      const input = tensorAt(inputs, 0);
      const { activation } = plan.spec;
      const activated = activate(ops, asLogits ? "linear" : activation, input.matrix, input.features);
      return {
        outputs: [{ ...input, matrix: activated.output }],
        finalStates: [],
        backward: (gradients) => ({ parameters: [], inputs: [activated.gradient(tensorAt(gradients, 0))] }),
      };
    },
  };
}
