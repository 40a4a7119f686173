import type { LayerSpec } from "@lockstep/job";
import type { LayerPlan } from "@lockstep/model";
import { UnsupportedModelError } from "@lockstep/backend";
import type { TensorOps } from "../ops/tensor-ops.js";
import { denseKernel } from "./dense.js";
import type { LayerKernel } from "./layer-kernel.js";
import { simpleRnnKernel } from "./simple-rnn.js";

/** Makes the kernel of one layer type. */
type KernelFactory<Type extends LayerSpec["type"]> = <T>(
  plan: LayerPlan<Extract<LayerSpec, { type: Type }>>,
  ops: TensorOps<T>,
) => LayerKernel<T>;

/** Every layer by Keras's name. A further layer is one more file and one more line here. */
const kernelFactories: { readonly [Type in LayerSpec["type"]]: KernelFactory<Type> } = {
  SimpleRNN: simpleRnnKernel,
  Dense: denseKernel,
};

/** @throws UnsupportedModelError where this backend has no such layer. */
export function kernelOf<T>(plan: LayerPlan, ops: TensorOps<T>): LayerKernel<T> {
  const { type } = plan.spec;
  if (!Object.hasOwn(kernelFactories, type)) {
    const known = Object.keys(kernelFactories).join(", ");
    throw new UnsupportedModelError(plan.name, `type: expected one of ${known}, got ${type}`);
  }
  // The plan's type names the factory, which TypeScript cannot follow through the union.
  const factory = kernelFactories[type] as KernelFactory<LayerSpec["type"]>;
  return factory(plan, ops);
}
