import { UnsupportedModelError } from "@lockstep/backend";
import type { LayerSpec, TimeDistributedSpec } from "@lockstep/job";
import type { LayerPlan } from "@lockstep/model";
import type { TensorOps } from "../ops/tensor-ops.js";
import type { KernelOf } from "./kernel-of.js";
import { tensorAt, type LayerKernel } from "./layer-kernel.js";

/** Layers that work on a vector at a time, so that all time steps at once are the same to them. */
const vectorLayers: readonly LayerSpec["type"][] = ["Dense", "Activation", "Dropout", "LayerNormalization"];

/** Layers that leave a vector as it is. */
const reshapingLayers: readonly LayerSpec["type"][] = ["Flatten", "Reshape"];

/** The same layer for every time step. The input's mask passes, whatever the layer inside does with masks. */
export function timeDistributedKernel<T>(
  plan: LayerPlan<TimeDistributedSpec>,
  ops: TensorOps<T>,
  kernelOf: KernelOf,
): LayerKernel<T> {
  const inner = tensorAt(plan.inner, 0);
  const { type } = inner.spec;
  if (reshapingLayers.includes(type)) return unchanged();
  if (!vectorLayers.includes(type)) {
    const known = [...vectorLayers, ...reshapingLayers].join(", ");
    throw new UnsupportedModelError(plan.path, `layer: expected one of ${known}, got ${type}`);
  }
  const kernel = kernelOf(inner, ops);
  return {
    // Keras looks for logits at the layer that makes the output, and that is this one.
    givesLogits: false,
    forward(call) {
      const { mask } = tensorAt(call.inputs, 0);
      const pass = kernel.forward({ ...call, asLogits: false });
      const { matrix, steps, features, timed } = tensorAt(pass.outputs, 0);
      return { ...pass, outputs: [{ matrix, steps, features, timed, ...(mask && { mask }) }] };
    },
  };
}

function unchanged<T>(): LayerKernel<T> {
  return {
    givesLogits: false,
    forward: ({ inputs }) => ({
      outputs: inputs,
      finalStates: [],
      backward: (gradients) => ({ parameters: [], inputs: gradients }),
    }),
  };
}
