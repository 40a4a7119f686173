import { UnsupportedModelError } from "@lockstep/backend";
import type { LayerPlan, ModelPlan, ParameterPlan, Shape } from "@lockstep/model";
import { kernelOf } from "./layers/layer-registry.js";
import type { LayerKernel } from "./layers/layer-kernel.js";
import type { TensorOps } from "./ops/tensor-ops.js";

/** A layer with its kernel and its parameters' places in the flat buffer. */
export interface PreparedLayer<T> {
  readonly kernel: LayerKernel<T>;
  readonly parameters: readonly ParameterPlan[];
}

/** Time steps and features of one sequence: [timeSteps, features], or [features] with one step. */
export interface SequenceShape {
  readonly steps: number;
  readonly features: number;
}

/** @throws UnsupportedModelError naming the layer that cannot be computed. */
export function prepareLayers<T>(
  plan: ModelPlan,
  asLogits: boolean,
  ops: TensorOps<T>,
): readonly PreparedLayer<T>[] {
  const layers = plan.layers.map((layer) => prepareLayer(layer, ops));
  const last = plan.layers.at(-1);
  if (last !== undefined && asLogits && layers.at(-1)?.kernel.givesLogits !== true) {
    throw new UnsupportedModelError(
      last.name,
      `expected a last layer that can end in logits, got ${last.spec.type}`,
    );
  }
  return layers;
}

function prepareLayer<T>(layer: LayerPlan, ops: TensorOps<T>): PreparedLayer<T> {
  for (const shape of [layer.inputShape, layer.outputShape]) sequenceShape(shape, layer.name);
  return { kernel: kernelOf(layer, ops), parameters: layer.parameters };
}

/** @throws UnsupportedModelError for more axes than time and features. */
export function sequenceShape(shape: Shape, layer: string): SequenceShape {
  const [first, second, ...others] = shape;
  if (first !== undefined && others.length === 0) {
    return second === undefined ? { steps: 1, features: first } : { steps: first, features: second };
  }
  throw new UnsupportedModelError(
    layer,
    `expected shapes (features) or (timeSteps, features), got (${shape.join(", ")})`,
  );
}
