import { UnsupportedModelError } from "@lockstep/backend";
import type { TimeDistributedSpec } from "@lockstep/job";
import type { LayerPlan } from "@lockstep/model";
import type { TensorOps } from "../ops/tensor-ops.js";
import type { KernelOf } from "./kernel-of.js";
import { tensorAt, type LayerKernel } from "./layer-kernel.js";

/** Layers that work on a vector at a time, so that all time steps at once are the same to them. */
const vectorLayers: readonly string[] = ["Dense", "Activation", "Dropout", "LayerNormalization"];

/** The same layer for every time step. The input's mask passes, whatever the layer inside does with masks. */
export function timeDistributedKernel<T>(
  plan: LayerPlan<TimeDistributedSpec>,
  ops: TensorOps<T>,
  kernelOf: KernelOf,
): LayerKernel<T> {
  const inner = tensorAt(plan.inner, 0);
  if (!vectorLayers.includes(inner.spec.type)) {
    throw new UnsupportedModelError(
      plan.path,
      `layer: expected one of ${vectorLayers.join(", ")}, got ${inner.spec.type}`,
    );
  }
  const kernel = kernelOf(inner, ops);
  return {
    // Keras looks for logits at the layer that makes the output, and that is this one.
    givesLogits: false,
    forward(call) {
      const { mask } = tensorAt(call.inputs, 0);
      const pass = kernel.forward({ ...call, asLogits: false });
      const { mask: _, ...output } = tensorAt(pass.outputs, 0);
      return { ...pass, outputs: [{ ...output, ...(mask && { mask }) }] };
    },
  };
}
