import { UnsupportedModelError } from "@lockstep/backend";
import type { LayerSpec, TimeDistributedSpec } from "@lockstep/job";
import type { LayerPlan } from "@lockstep/model";
import type { LayerWriter } from "../program/layer-writer.js";

/** Layers that work on a vector at a time, so that all time steps at once are the same to them. */
const vectorLayers: readonly LayerSpec["type"][] = ["Dense", "Activation", "Dropout", "LayerNormalization"];

/** Layers that leave a vector as it is. */
const reshapingLayers: readonly LayerSpec["type"][] = ["Flatten", "Reshape"];

export const timeDistributedWriter: LayerWriter<TimeDistributedSpec> = {
  code: 4,
  // Keras looks for logits at the layer that makes the output, and that is the wrapper.
  givesLogits: false,
  write(plan, program, writeInner) {
    const layers = plan.inner.filter((inner) => !isReshaping(inner, plan));
    program.list(layers, writeInner);
  },
};

/** @throws UnsupportedModelError where it mixes time steps */
function isReshaping({ spec }: LayerPlan, { path }: LayerPlan): boolean {
  if (reshapingLayers.includes(spec.type)) return true;
  if (vectorLayers.includes(spec.type)) return false;
  const known = [...vectorLayers, ...reshapingLayers].join(", ");
  throw new UnsupportedModelError(path, `layer: expected one of ${known}, got ${spec.type}`);
}
