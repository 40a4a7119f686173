import type { BidirectionalSpec, LayerSpec, RecurrentSpec } from "@lockstep/job";
import type { LayerPlan } from "@lockstep/model";
import { onnxBidirectional } from "./bidirectional.js";
import { inexpressible, onlyInput, type OnnxLayerCall, type OnnxSequence } from "./onnx-layer.js";
import {
  onnxActivationLayer,
  onnxConv1d,
  onnxDense,
  onnxEmbedding,
  onnxLayerNormalization,
  onnxMasking,
  onnxRepeatVector,
} from "./plain-layers.js";
import { onnxRecurrent } from "./recurrent.js";
import { onnxConcatenate, onnxGlobalPooling, onnxMerge, onnxPooling, onnxReshape } from "./shape-layers.js";

type CallOf<Type extends LayerSpec["type"]> = OnnxLayerCall<Extract<LayerSpec, { type: Type }>>;

/**
 * The nodes of any layer: a further one is a function and a case here.
 * @throws FormatError where ONNX's operators cannot express it
 */
export function layerToOnnx(call: OnnxLayerCall): readonly OnnxSequence[] {
  const { type } = call.layer.spec;
  switch (type) {
    case "SimpleRNN":
    case "LSTM":
    case "GRU":
      return onnxRecurrent(call as OnnxLayerCall<RecurrentSpec>);
    case "Bidirectional":
      return onnxBidirectional(call as OnnxLayerCall<BidirectionalSpec>);
    case "RNN":
      return onnxCells(call);
    case "Dense":
      return onnxDense(call as CallOf<"Dense">);
    case "TimeDistributed":
      return onnxInner(call);
    case "Embedding":
      return onnxEmbedding(call as CallOf<"Embedding">);
    case "Masking":
      return onnxMasking(call as CallOf<"Masking">);
    case "Activation":
      return onnxActivationLayer(call as CallOf<"Activation">);
    case "LayerNormalization":
      return onnxLayerNormalization(call as CallOf<"LayerNormalization">);
    case "Conv1D":
      return onnxConv1d(call as CallOf<"Conv1D">);
    case "RepeatVector":
      return onnxRepeatVector(call as CallOf<"RepeatVector">);
    case "Flatten":
    case "Reshape":
      return onnxReshape(call);
    case "GlobalAveragePooling1D":
    case "GlobalMaxPooling1D":
      return onnxGlobalPooling(call as CallOf<"GlobalAveragePooling1D" | "GlobalMaxPooling1D">);
    case "AveragePooling1D":
    case "MaxPooling1D":
      return onnxPooling(call as CallOf<"AveragePooling1D" | "MaxPooling1D">);
    case "Concatenate":
      return onnxConcatenate(call as CallOf<"Concatenate">);
    case "Add":
    case "Subtract":
    case "Multiply":
    case "Average":
    case "Maximum":
    case "Minimum":
      return onnxMerge(call);
    case "Dropout":
    case "SpatialDropout1D":
      return [onlyInput(call)];
  }
}

/** The layer inside does the same at every time step; one that only reshapes leaves its vector as it is. */
function onnxInner(call: OnnxLayerCall): readonly OnnxSequence[] {
  const [inner] = call.layer.inner;
  if (!inner) throw new RangeError(`layer ${call.layer.path}: expected a layer inside`);
  if (inner.spec.type === "Flatten" || inner.spec.type === "Reshape") return [onlyInput(call)];
  return layerToOnnx({ ...call, layer: inner });
}

/** Stacked cells are layers one after the other; their states come in the cells' order. */
function onnxCells(call: OnnxLayerCall): readonly OnnxSequence[] {
  const { layer } = call;
  let value = onlyInput(call);
  const isReversed = layer.inner.some(({ spec }) => "goBackwards" in spec && spec.goBackwards);
  if (isReversed && layer.inner.length > 1 && value.lengths !== undefined)
    throw inexpressible(layer, "goBackwards: masked time steps of stacked cells would come first in ONNX");
  let states = [...call.initialStates];
  const returned: OnnxSequence[] = [];
  for (const cell of layer.inner as readonly LayerPlan<RecurrentSpec>[]) {
    const count = states.length > 0 ? stateCount(cell) : 0;
    const [output, ...last] = onnxRecurrent({
      ...call,
      layer: cell,
      inputs: [value],
      initialStates: states.slice(0, count),
    });
    if (!output) throw inexpressible(cell, "expected an output");
    states = states.slice(count);
    value = output;
    returned.push(...last);
  }
  return [value, ...returned];
}

function stateCount({ spec }: LayerPlan<RecurrentSpec>): number {
  return spec.type === "LSTM" ? 2 : 1;
}
