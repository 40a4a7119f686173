import type { BidirectionalSpec } from "@lockstep/job";
import type { Shape } from "../model-plan.js";
import { LayerMisfit, showShape } from "./layer-shapes.js";
import type { LayerShapes } from "./layer-shapes.js";

/**
 * Bidirectional: the two outputs merged (concat: features side by side; sum, mul, ave: as one), or apart with none;
 * then the forward layer's states, then the backward layer's.
 * @param inner shapes of the forward and of the backward layer
 */
export function bidirectionalShapes(
  { mergeMode, layer, backwardLayer = { ...layer, goBackwards: true } }: BidirectionalSpec,
  inputShape: Shape,
  inner: readonly LayerShapes[],
): LayerShapes {
  for (const option of ["returnSequences", "returnState", "stateful"] as const) {
    if (layer[option] === backwardLayer[option]) continue;
    throw new LayerMisfit(
      `expected a backwardLayer of ${option} ${layer[option]}, as layer, got ${backwardLayer[option]}`,
    );
  }
  if (layer.goBackwards === backwardLayer.goBackwards) {
    throw new LayerMisfit(
      `expected a backwardLayer of goBackwards ${!layer.goBackwards}, got ${layer.goBackwards} as layer`,
    );
  }
  const outputs = inner.map((shapes) => shapes.outputs[0] ?? []);
  const states = inner.flatMap((shapes) => shapes.outputs.slice(1));
  return {
    outputs: [...mergedShapes(mergeMode, outputs), ...states],
    weights: [],
    stateUnits: inner.flatMap(({ stateUnits }) => stateUnits),
    inner: inner.map((shapes) => ({ ...shapes, inputShape })),
  };
}

function mergedShapes(
  mergeMode: BidirectionalSpec["mergeMode"],
  outputs: readonly Shape[],
): readonly Shape[] {
  if (mergeMode === "none") return outputs;
  const [forward = [], backward = []] = outputs;
  const [forwardUnits = 0, backwardUnits = 0] = outputs.map((shape) => shape.at(-1));
  if (mergeMode === "concat") return [[...forward.slice(0, -1), forwardUnits + backwardUnits]];
  if (forwardUnits === backwardUnits) return [forward];
  throw new LayerMisfit(
    `mergeMode ${mergeMode}: expected outputs of one shape, got ${showShape(forward)} and ${showShape(backward)}`,
  );
}
