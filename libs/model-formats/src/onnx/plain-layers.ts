import type {
  ActivationLayerSpec,
  Conv1dSpec,
  DenseSpec,
  EmbeddingSpec,
  LayerNormalizationSpec,
  MaskingSpec,
  RepeatVectorSpec,
} from "@lockstep/job";
import { onnxActivation } from "./activations.js";
import { elementTypes } from "./onnx-model.js";
import { onlyInput, renamed, weightNamed, type OnnxLayerCall, type OnnxSequence } from "./onnx-layer.js";

export function onnxDense(call: OnnxLayerCall<DenseSpec>): readonly OnnxSequence[] {
  const { graph, layer } = call;
  const input = onlyInput(call);
  const product = graph.add("MatMul", [input.name, constantOf(call, "kernel")]);
  return [renamed(input, onnxActivation(graph, layer.spec.activation, withBias(call, product)))];
}

function withBias(call: OnnxLayerCall, value: string): string {
  const isUsed = call.layer.parameters.some(({ name }) => name === "bias");
  return isUsed ? call.graph.add("Add", [value, constantOf(call, "bias")]) : value;
}

function constantOf(call: OnnxLayerCall, name: string): string {
  const { shape, values } = weightNamed(call, name) ?? { shape: [0], values: new Float32Array() };
  return call.graph.constant(shape, values);
}

export function onnxActivationLayer(call: OnnxLayerCall<ActivationLayerSpec>): readonly OnnxSequence[] {
  const input = onlyInput(call);
  return [renamed(input, onnxActivation(call.graph, call.layer.spec.activation, input.name))];
}

/** Token ids (batch, time) come as float32; 0 is the padding where it is masked. */
export function onnxEmbedding(call: OnnxLayerCall<EmbeddingSpec>): readonly OnnxSequence[] {
  const { graph, layer } = call;
  const { name } = onlyInput(call);
  const ids = graph.add("Cast", [name], { to: { int: elementTypes.int64 } });
  const output = graph.add("Gather", [constantOf(call, "embeddings"), ids], { axis: { int: 0 } });
  if (!layer.spec.maskZero) return [{ name: output }];
  const isPadding = graph.add("Equal", [name, graph.scalar(0)]);
  return [{ name: output, lengths: countSteps(call, graph.add("Not", [isPadding])) }];
}

/** Time steps with a value other than the mask's; the others become zeros, as in Keras. */
export function onnxMasking(call: OnnxLayerCall<MaskingSpec>): readonly OnnxSequence[] {
  const { graph, layer } = call;
  const { name } = onlyInput(call);
  const isMaskValue = graph.add("Equal", [name, graph.scalar(layer.spec.maskValue)]);
  const differs = graph.add("Cast", [graph.add("Not", [isMaskValue])], { to: { int: elementTypes.float } });
  const used = graph.add("ReduceMax", [differs], { axes: { ints: [-1] }, keepdims: { int: 1 } });
  const step = graph.squeeze(used, -1);
  return [{ name: graph.add("Mul", [name, used]), lengths: countSteps(call, step) }];
}

/** (batch, time) of booleans or of 0 and 1 -> (batch) of int32. */
function countSteps({ graph }: OnnxLayerCall, used: string): string {
  const numbers = graph.add("Cast", [used], { to: { int: elementTypes.int32 } });
  return graph.add("ReduceSum", [numbers, graph.integers([1])], { keepdims: { int: 0 } });
}

export function onnxLayerNormalization(call: OnnxLayerCall<LayerNormalizationSpec>): readonly OnnxSequence[] {
  const { graph, layer } = call;
  const input = onlyInput(call);
  const features = layer.inputShape.at(-1) ?? 1;
  const constant = (name: string, otherwise: number): string =>
    layer.parameters.some((each) => each.name === name)
      ? constantOf(call, name)
      : graph.constant([features], new Float32Array(features).fill(otherwise));
  const inputs = [input.name, constant("gamma", 1), constant("beta", 0)];
  const attributes = { axis: { int: -1 }, epsilon: { float: layer.spec.epsilon } };
  return [renamed(input, graph.add("LayerNormalization", inputs, attributes))];
}

/** ONNX convolves (batch, features, time) with kernels (filters, features, size). */
export function onnxConv1d(call: OnnxLayerCall<Conv1dSpec>): readonly OnnxSequence[] {
  const { graph, layer } = call;
  const { kernelSize, strides, dilationRate, activation } = layer.spec;
  const [before, after] = convolutionPadding(layer.spec, layer.inputShape[0] ?? 0);
  const kernel = graph.transpose(constantOf(call, "kernel"), [2, 1, 0]);
  const turned = graph.transpose(onlyInput(call).name, [0, 2, 1]);
  const output = graph.add("Conv", [turned, kernel], {
    kernel_shape: { ints: [kernelSize] },
    strides: { ints: [strides] },
    dilations: { ints: [dilationRate] },
    pads: { ints: [before, after] },
  });
  const sum = withBias(call, graph.transpose(output, [0, 2, 1]));
  return [{ name: onnxActivation(graph, activation, sum) }];
}

/** Zeros before and behind the sequence. */
function convolutionPadding(spec: Conv1dSpec, timeSteps: number): [number, number] {
  const { kernelSize, strides, dilationRate, padding } = spec;
  const reach = dilationRate * (kernelSize - 1);
  if (padding === "valid") return [0, 0];
  if (padding === "causal") return [reach, 0];
  return samePadding(timeSteps, reach + 1, strides);
}

/** TensorFlow's "same": ceil(T / strides) outputs, the odd zero behind. */
export function samePadding(timeSteps: number, window: number, strides: number): [number, number] {
  const outputs = Math.ceil(timeSteps / strides);
  const total = Math.max(0, (outputs - 1) * strides + window - timeSteps);
  return [Math.floor(total / 2), total - Math.floor(total / 2)];
}

/** (batch, features) -> (batch, n, features) */
export function onnxRepeatVector(call: OnnxLayerCall<RepeatVectorSpec>): readonly OnnxSequence[] {
  const { graph, layer } = call;
  const step = graph.unsqueeze(onlyInput(call).name, 1);
  return [{ name: graph.add("Tile", [step, graph.integers([1, layer.spec.n, 1])]) }];
}
