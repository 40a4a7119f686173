import type { BidirectionalSpec, RecurrentSpec } from "@lockstep/job";
import type { LayerPlan } from "@lockstep/model";
import type { OnnxLayerCall, OnnxSequence } from "./onnx-layer.js";
import { onnxRecurrent } from "./recurrent.js";

const merges = { sum: "Add", mul: "Mul" } as const;

/** Both directions, each an operator of its own, and their merge. */
export function onnxBidirectional(call: OnnxLayerCall<BidirectionalSpec>): readonly OnnxSequence[] {
  const { layer, graph } = call;
  const half = call.initialStates.length / 2;
  const [forward, backward] = layer.inner.map((inner, index) =>
    onnxRecurrent({
      ...call,
      layer: inner as LayerPlan<RecurrentSpec>,
      initialStates: call.initialStates.slice(index * half, (index + 1) * half),
    }),
  );
  const [ahead, ...aheadStates] = forward ?? [];
  const [back, ...backStates] = backward ?? [];
  if (!ahead || !back) throw new RangeError(`layer ${layer.path}: expected two directions`);
  const flipped = layer.spec.layer.returnSequences
    ? { ...back, name: graph.slice(back.name, 1, -1, -(2 ** 31), -1) }
    : back;
  return [...merged(call, ahead, flipped), ...aheadStates, ...backStates];
}

function merged(
  { layer: { spec }, graph }: OnnxLayerCall<BidirectionalSpec>,
  ahead: OnnxSequence,
  back: OnnxSequence,
): OnnxSequence[] {
  const names = [ahead.name, back.name];
  switch (spec.mergeMode) {
    case "none":
      return [ahead, back];
    case "concat":
      return [{ ...ahead, name: graph.add("Concat", names, { axis: { int: -1 } }) }];
    case "ave":
      return [{ ...ahead, name: graph.add("Mul", [graph.add("Add", names), graph.scalar(0.5)]) }];
    case "sum":
    case "mul":
      return [{ ...ahead, name: graph.add(merges[spec.mergeMode], names) }];
  }
}
