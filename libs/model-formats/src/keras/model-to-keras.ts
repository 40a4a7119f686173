import type { LayerPlan, ModelPlan } from "@lockstep/model";
import type { JsonObject } from "./keras-object.js";
import { isChain, kerasLayerOrder } from "./layer-order.js";
import { layerToKeras } from "./layer-to-keras.js";
import { history, inputShape, valueShape, type BatchShapeOptions } from "./value-places.js";

/**
 * A model as Keras's `config.json` has it: Sequential where its layers are a chain, else Functional.
 * @param name of the model
 */
export function modelToKeras(plan: ModelPlan, name: string, options: BatchShapeOptions): JsonObject {
  return isChain(plan) ? sequential(plan, name, options) : functional(plan, name, options);
}

function sequential(plan: ModelPlan, name: string, options: BatchShapeOptions): JsonObject {
  const layers = [inputLayer(plan, 0, options), ...plan.layers.map((each) => layerToKeras(each))];
  return { module: "keras", class_name: "Sequential", config: { name, layers }, registered_name: null };
}

function functional(plan: ModelPlan, name: string, options: BatchShapeOptions): JsonObject {
  const inputs = plan.inputs.map((input, index) => ({
    ...inputLayer(plan, index, options),
    name: input.name,
    inbound_nodes: [],
  }));
  const order = kerasLayerOrder(plan);
  const layers = order.flatMap((each) => plan.layers.filter((layer) => layer.name === each));
  const config = {
    name,
    layers: [...inputs, ...layers.map((layer) => functionalLayer(plan, layer, options))],
    input_layers: plan.inputs.map((input) => [input.name, 0, 0]),
    output_layers: [history(plan, plan.output)],
  };
  return { module: "keras.src.models.functional", class_name: "Functional", config, registered_name: null };
}

function functionalLayer(plan: ModelPlan, layer: LayerPlan, options: BatchShapeOptions): JsonObject {
  const inputs = layer.inputs.map((value) => kerasTensor(plan, value, options));
  const states = layer.initialStates.map((value) => kerasTensor(plan, value, options));
  const [only, ...others] = inputs;
  const call = {
    args: [others.length === 0 ? only : inputs],
    kwargs: states.length > 0 ? { initial_state: states } : {},
  };
  return { ...layerToKeras(layer), name: layer.name, inbound_nodes: [call] };
}

function kerasTensor(plan: ModelPlan, value: number, options: BatchShapeOptions): JsonObject {
  const shape =
    value < plan.inputs.length ? inputShape(plan, value, options) : valueShape(plan, value, options);
  const config = { shape, dtype: "float32", keras_history: history(plan, value) };
  return { class_name: "__keras_tensor__", config };
}

function inputLayer(plan: ModelPlan, index: number, options: BatchShapeOptions): JsonObject {
  const config = {
    batch_shape: inputShape(plan, index, options),
    dtype: "float32",
    sparse: false,
    name: plan.inputs[index]?.name ?? "input",
  };
  return { module: "keras.layers", class_name: "InputLayer", config, registered_name: null };
}
