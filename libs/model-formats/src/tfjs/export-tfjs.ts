import type { LayerPlan, ModelPlan, ParameterPlan } from "@lockstep/model";
import type { JsonObject } from "../keras/keras-object.js";
import { isChain } from "../keras/layer-order.js";
import { history, inputShape, type BatchShapeOptions } from "../keras/value-places.js";
import type { ModelToExport } from "../keras/write-keras-model.js";
import { layerToTfjs, refuseMasked } from "./layer-to-tfjs.js";

/** A LayersModel of TensorFlow.js: `model.json` and one file of weights beside it. */
export interface TfjsFiles {
  readonly modelJson: string;
  readonly weights: Uint8Array;
}

/** Name of the file that `model.json` looks for. */
export const tfjsWeightsFile = "group1-shard1of1.bin";

/**
 * A model for `tf.loadLayersModel`.
 * @throws FormatError naming the layer and option that TensorFlow.js has not, or computes in another way
 */
export function tfjsModel({ name, plan, parameters, batchSize }: ModelToExport, producer: string): TfjsFiles {
  checkMasks(plan);
  const topology = isChain(plan)
    ? sequential(plan, name, { batchSize })
    : functional(plan, name, { batchSize });
  const weights = plan.parameters.map((parameter) => ({
    name: weightName(plan, parameter),
    shape: parameter.shape,
    dtype: "float32",
  }));
  const modelJson = {
    format: "layers-model",
    generatedBy: producer,
    convertedBy: null,
    modelTopology: { keras_version: "tfjs-layers", backend: "tensor_flow.js", model_config: topology },
    weightsManifest: [{ paths: [tfjsWeightsFile], weights }],
  };
  const { buffer, byteOffset, byteLength } = parameters;
  return {
    modelJson: JSON.stringify(modelJson),
    weights: new Uint8Array(buffer, byteOffset, byteLength).slice(),
  };
}

/** TensorFlow.js does not name the layer inside a TimeDistributed. */
function weightName(plan: ModelPlan, { layer: path, name }: ParameterPlan): string {
  const [outer = path] = path.split("/");
  const isTimeDistributed = plan.layers.some(
    (layer) => layer.name === outer && layer.spec.type === "TimeDistributed",
  );
  return `${isTimeDistributed ? outer : path}/${name}`;
}

function sequential(plan: ModelPlan, name: string, options: BatchShapeOptions): JsonObject {
  const layers = [
    inputLayer(plan, 0, options),
    ...plan.layers.map((layer) => layerToTfjs(layer, layer.name)),
  ];
  return { class_name: "Sequential", config: { name, layers } };
}

function inputLayer(plan: ModelPlan, index: number, options: BatchShapeOptions): JsonObject {
  const config = {
    batch_input_shape: inputShape(plan, index, options),
    dtype: "float32",
    sparse: false,
    name: plan.inputs[index]?.name ?? "input",
  };
  return { class_name: "InputLayer", config };
}

function functional(plan: ModelPlan, name: string, options: BatchShapeOptions): JsonObject {
  const inputs = plan.inputs.map((input, index) => ({
    ...inputLayer(plan, index, options),
    name: input.name,
    inbound_nodes: [],
  }));
  const config = {
    name,
    layers: [...inputs, ...plan.layers.map((layer) => functionalLayer(plan, layer))],
    input_layers: plan.inputs.map((input) => [input.name, 0, 0]),
    output_layers: [history(plan, plan.output)],
  };
  return { class_name: "Model", config };
}

function functionalLayer(plan: ModelPlan, layer: LayerPlan): JsonObject {
  const node = layer.inputs.map((value) => [...history(plan, value), {}]);
  return { ...layerToTfjs(layer, layer.name), name: layer.name, inbound_nodes: [node] };
}

/** Follows the masks through the model. */
function checkMasks(plan: ModelPlan): void {
  const masked = new Set<number>();
  for (const layer of plan.layers) {
    const isMasked = layer.inputs.some((value) => masked.has(value));
    refuseMasked(layer, isMasked);
    if (passesMask(layer, isMasked)) masked.add(layer.outputs[0] ?? NaN);
  }
}

function passesMask({ spec }: LayerPlan, isMasked: boolean): boolean {
  if (spec.type === "Masking" || (spec.type === "Embedding" && spec.maskZero)) return true;
  if (!isMasked) return false;
  return !("returnSequences" in spec) || spec.returnSequences;
}
