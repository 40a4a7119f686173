import type {
  AveragePooling1dSpec,
  ConcatenateSpec,
  GlobalAveragePooling1dSpec,
  GlobalMaxPooling1dSpec,
  LayerSpec,
  MaxPooling1dSpec,
} from "@lockstep/job";
import type { OnnxAttribute } from "./onnx-model.js";
import { inexpressible, onlyInput, type OnnxLayerCall, type OnnxSequence } from "./onnx-layer.js";
import { samePadding } from "./plain-layers.js";

/** Flatten and Reshape: the plan knows the shape. */
export function onnxReshape(call: OnnxLayerCall): readonly OnnxSequence[] {
  const { graph, layer } = call;
  const shape = graph.integers([-1, ...layer.outputShape]);
  return [{ name: graph.add("Reshape", [onlyInput(call).name, shape]) }];
}

type GlobalPoolingSpec = GlobalAveragePooling1dSpec | GlobalMaxPooling1dSpec;

export function onnxGlobalPooling(call: OnnxLayerCall<GlobalPoolingSpec>): readonly OnnxSequence[] {
  const { graph, layer } = call;
  const { type, keepdims } = layer.spec;
  const input = onlyInput(call);
  if (input.lengths !== undefined && type === "GlobalAveragePooling1D") {
    throw inexpressible(layer, "the average over the time steps that a mask leaves is not written to ONNX");
  }
  const attributes = { axes: { ints: [1] }, keepdims: { int: keepdims ? 1 : 0 } };
  const operator = type === "GlobalMaxPooling1D" ? "ReduceMax" : "ReduceMean";
  return [{ name: graph.add(operator, [input.name], attributes) }];
}

type PoolingSpec = AveragePooling1dSpec | MaxPooling1dSpec;

export function onnxPooling(call: OnnxLayerCall<PoolingSpec>): readonly OnnxSequence[] {
  const { graph, layer } = call;
  const { type, poolSize, strides = poolSize, padding } = layer.spec;
  const pads = padding === "same" ? samePadding(layer.inputShape[0] ?? 0, poolSize, strides) : [0, 0];
  const attributes: Record<string, OnnxAttribute> = {
    kernel_shape: { ints: [poolSize] },
    strides: { ints: [strides] },
    pads: { ints: pads },
  };
  const operator = type === "MaxPooling1D" ? "MaxPool" : "AveragePool";
  const turned = graph.transpose(onlyInput(call).name, [0, 2, 1]);
  return [{ name: graph.transpose(graph.add(operator, [turned], attributes), [0, 2, 1]) }];
}

export function onnxConcatenate(call: OnnxLayerCall<ConcatenateSpec>): readonly OnnxSequence[] {
  const { graph, layer, inputs } = call;
  const { axis } = layer.spec;
  if (axis === 1 && layer.inputShape.length > 1 && inputs.some(({ lengths }) => lengths !== undefined))
    throw inexpressible(layer, "axis: masked sequences one after another have masked steps in between");
  const name = graph.add(
    "Concat",
    inputs.map((input) => input.name),
    { axis: { int: axis } },
  );
  return [mergedMask(call, name)];
}

const merges: Partial<Record<LayerSpec["type"], string>> = {
  Add: "Add",
  Multiply: "Mul",
  Subtract: "Sub",
};
const listMerges: Partial<Record<LayerSpec["type"], string>> = {
  Average: "Mean",
  Maximum: "Max",
  Minimum: "Min",
};

/** Add, Subtract, Multiply pair by pair; Average, Maximum and Minimum take a list. */
export function onnxMerge(call: OnnxLayerCall): readonly OnnxSequence[] {
  const { graph, layer, inputs } = call;
  const names = inputs.map((input) => input.name);
  const list = listMerges[layer.spec.type];
  const pair = merges[layer.spec.type] ?? "Add";
  const name = list === undefined ? names.reduce((a, b) => graph.add(pair, [a, b])) : graph.add(list, names);
  return [mergedMask(call, name)];
}

/** Values with one and the same mask keep it; what Keras makes of different ones is not written. */
function mergedMask({ layer, inputs }: OnnxLayerCall, name: string): OnnxSequence {
  const lengths = new Set(inputs.map((input) => input.lengths));
  const [only] = lengths;
  if (lengths.size > 1) throw inexpressible(layer, "values with different masks are not merged in ONNX");
  return only === undefined ? { name } : { name, lengths: only };
}
