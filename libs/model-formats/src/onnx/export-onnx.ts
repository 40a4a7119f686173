import { readsTokens, type LayerPlan, type ModelPlan } from "@lockstep/model";
import type { ModelToExport } from "../keras/write-keras-model.js";
import { layerToOnnx } from "./layer-to-onnx.js";
import { OnnxGraphBuilder } from "./onnx-graph-builder.js";
import { inexpressible, type OnnxSequence } from "./onnx-layer.js";
import { onnxBytes, type OnnxValue } from "./onnx-model.js";

export interface OnnxOptions {
  /** Version of Lockstep, which the file names as its producer. */
  readonly producerVersion: string;
}

/**
 * The bytes of an ONNX file (opset 17). Inputs and the output have the batch first; token ids are float32. A mask is
 * written as the number of time steps of each sequence: masked ones must come last.
 * @throws FormatError naming the layer that ONNX's operators cannot express
 */
export function onnxModel(model: ModelToExport, { producerVersion }: OnnxOptions): Uint8Array {
  const { plan, parameters, name } = model;
  const graph = new OnnxGraphBuilder();
  const values = new Map<number, OnnxSequence>(
    plan.inputs.map((input, index) => [index, { name: inputName(input.name) }]),
  );
  for (const layer of plan.layers) {
    const given = layer.inputs.map((value) => valueAt(values, value));
    const inputs = seenBy(layer, given);
    refuseMaskedSteps(plan, layer, inputs);
    const outputs = layerToOnnx({
      graph,
      layer,
      inputs,
      initialStates: layer.initialStates.map((value) => valueAt(values, value).name),
      weight: ({ offset, size }) => parameters.slice(offset, offset + size),
    });
    layer.outputs.forEach((value, index) => {
      const output = outputs[index];
      if (output) values.set(value, inputs === given ? output : passedOn(plan, value, output, given));
    });
  }
  graph.name(valueAt(values, plan.output).name, "output");
  const { nodes, constants } = graph;
  return onnxBytes(
    { name, nodes, constants, inputs: inputsOf(plan), outputs: [outputOf(plan)] },
    producerVersion,
  );
}

/** Keras hands a layer that is called with initial states no mask, though it goes on behind it. */
function seenBy({ initialStates }: LayerPlan, inputs: readonly OnnxSequence[]): readonly OnnxSequence[] {
  return initialStates.length === 0 ? inputs : inputs.map(({ name }) => ({ name }));
}

function passedOn(
  plan: ModelPlan,
  value: number,
  output: OnnxSequence,
  [input]: readonly OnnxSequence[],
): OnnxSequence {
  const isTimed = plan.values[value]?.timed === true;
  return isTimed && input?.lengths !== undefined ? { ...output, lengths: input.lengths } : output;
}

/** Names of inputs stand beside those that the graph makes. */
function inputName(name: string): string {
  return name === "output" ? "input_output" : name;
}

function valueAt(values: ReadonlyMap<number, OnnxSequence>, value: number): OnnxSequence {
  const found = values.get(value);
  if (found) return found;
  throw new RangeError(`value ${value}: expected one that was made before`);
}

function inputsOf(plan: ModelPlan): OnnxValue[] {
  return plan.inputs.map(({ name, shape }, index) => {
    return {
      name: inputName(name),
      shape: ["batch", ...(readsTokens(plan, index) ? shape.slice(0, 1) : shape)],
    };
  });
}

function outputOf(plan: ModelPlan): OnnxValue {
  return { name: "output", shape: ["batch", ...plan.outputShape] };
}

/** What layers give at masked time steps differs: harmless to a recurrent layer with the same mask, but to nothing else. */
function refuseMaskedSteps(plan: ModelPlan, layer: LayerPlan, inputs: readonly OnnxSequence[]): void {
  if (inputs.every(({ lengths }) => lengths === undefined)) return;
  const reason = reasonAgainstMask(layer);
  if (reason === undefined) return;
  const isRead = layer.outputShape.length < 2 || !onlyMaskedReaders(plan, layer.outputs[0] ?? NaN);
  if (isRead) throw inexpressible(layer, reason);
}

function reasonAgainstMask({ spec }: LayerPlan): string | undefined {
  switch (spec.type) {
    case "SimpleRNN":
    case "LSTM":
    case "GRU":
    case "RNN":
      if (spec.zeroOutputForMask)
        return spec.returnSequences
          ? undefined
          : "zeroOutputForMask: ONNX's operators give the last output that counts where Keras gives zero";
      return spec.returnSequences
        ? "returnSequences: at masked time steps ONNX's operators give zeros where Keras repeats the last output"
        : undefined;
    case "Multiply":
    case "Maximum":
    case "Minimum":
      return "at masked time steps ONNX's operators work on what Keras leaves out";
    default:
      return undefined;
  }
}

const passing = new Set(["Dropout", "SpatialDropout1D"]);
const masking = new Set(["SimpleRNN", "LSTM", "GRU", "RNN", "Bidirectional"]);

/** Whether only recurrent layers that see its mask read a value, if through dropout, which is none in prediction. */
function onlyMaskedReaders(plan: ModelPlan, value: number): boolean {
  if (plan.output === value) return false;
  return plan.layers
    .filter(({ inputs }) => inputs.includes(value))
    .every(
      ({ spec, outputs, initialStates }) =>
        (masking.has(spec.type) && initialStates.length === 0) ||
        (passing.has(spec.type) && onlyMaskedReaders(plan, outputs[0] ?? NaN)),
    );
}
