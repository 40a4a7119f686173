import { UnsupportedModelError } from "@lockstep/backend";
import type { ModelPlan, ParameterPlan, StatePlan } from "@lockstep/model";
import { kernelOf } from "./layers/layer-registry.js";
import type { LayerKernel } from "./layers/layer-kernel.js";
import type { TensorOps } from "./ops/tensor-ops.js";

/** A layer with its kernel, its place in the graph and its parameters' places in the flat buffer. */
export interface PreparedLayer<T> {
  readonly path: string;
  readonly kernel: LayerKernel<T>;
  readonly parameters: readonly ParameterPlan[];
  readonly states: readonly StatePlan[];
  /** Indices of values, as in the plan. */
  readonly inputs: readonly number[];
  readonly initialStates: readonly number[];
  readonly outputs: readonly number[];
  /** Whether the model's output is its first output. */
  readonly isLast: boolean;
}

/** @throws UnsupportedModelError naming the layer that cannot be computed. */
export function prepareLayers<T>(
  plan: ModelPlan,
  asLogits: boolean,
  ops: TensorOps<T>,
): readonly PreparedLayer<T>[] {
  return plan.layers.map((layer) => {
    const kernel = kernelOf(layer, ops);
    const isLast = layer.outputs[0] === plan.output;
    if (isLast && asLogits && !kernel.givesLogits) {
      throw new UnsupportedModelError(
        layer.path,
        `expected a last layer that can end in logits, got ${layer.spec.type}`,
      );
    }
    const { path, parameters, states, inputs, initialStates, outputs } = layer;
    return { path, kernel, parameters, states, inputs, initialStates, outputs, isLast };
  });
}
