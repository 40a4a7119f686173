import type { ActivationName, LayerSpec } from "@lockstep/job";
import type { LayerPlan } from "@lockstep/model";
import { endsMask } from "../ends-mask.js";
import { FormatError } from "../format-error.js";
import { isObject, type JsonObject } from "../keras/keras-object.js";
import { layerToKeras } from "../keras/layer-to-keras.js";

/** Activations that TensorFlow.js computes as Keras does, by its names. Its hardSigmoid is another function. */
const activations: Partial<Record<ActivationName, string>> = {
  linear: "linear",
  tanh: "tanh",
  sigmoid: "sigmoid",
  relu: "relu",
  relu6: "relu6",
  elu: "elu",
  selu: "selu",
  softmax: "softmax",
  log_softmax: "log_softmax",
  softplus: "softplus",
  softsign: "softsign",
  silu: "swish",
};

/** Options that TensorFlow.js has not, and that say nothing at these values, or at any (undefined). */
const withoutMeaning: Readonly<Record<string, unknown>> = {
  use_cudnn: undefined,
  reset_after: false,
  // Where a mask comes in, `refuseMasked` has refused it.
  zero_output_for_mask: undefined,
  groups: 1,
  keepdims: false,
};

/** Training's affair: the weights follow, so first values are not drawn again. */
const zeros = { class_name: "Zeros", config: {} };

/**
 * A layer as TensorFlow.js's `model.json` has it (Keras 2's words).
 * @throws FormatError where TensorFlow.js has no such layer, option or activation, or another one under its name
 */
export function layerToTfjs(layer: LayerPlan, name: string): JsonObject {
  const { class_name: type, config } = layerToKeras(layer, name);
  refuseLayer(layer);
  return { class_name: type, config: { ...optionsOf(config as JsonObject, layer), ...innerOf(layer) } };
}

function refuse(layer: LayerPlan, what: string): never {
  throw new FormatError("MODEL_INEXPRESSIBLE", `layer ${layer.path}: TensorFlow.js ${what}`);
}

function refuseLayer(layer: LayerPlan): void {
  const { spec } = layer;
  if (spec.type === "RNN")
    refuse(layer, "is not given stacked cells: write them as layers one after the other");
  if (spec.type === "GRU" && spec.resetAfter) refuse(layer, "has no GRU with resetAfter");
  if (spec.type === "Bidirectional" && spec.backwardLayer) refuse(layer, "has no backwardLayer of its own");
  if (layer.initialStates.length > 0) refuse(layer, "cannot load a layer with initial states");
  if (spec.type === "Conv1D" && spec.padding === "causal") refuse(layer, "has no causal Conv1D");
  if (spec.type === "Concatenate" && spec.axis !== -1)
    refuse(layer, "is given Concatenate on the last axis only");
}

function optionsOf(config: JsonObject, layer: LayerPlan): JsonObject {
  return Object.fromEntries(
    Object.entries(config).flatMap(([key, value]) => {
      if (key in withoutMeaning) return checkMeaning(layer, key, value);
      if (key === "layer" || key === "backward_layer" || key === "cell") return [];
      return [[key, optionOf(layer, key, value)]];
    }),
  );
}

function checkMeaning(layer: LayerPlan, key: string, value: unknown): [] {
  const harmless = withoutMeaning[key];
  if (harmless !== undefined && value !== harmless) refuse(layer, `has no option ${key} of ${String(value)}`);
  return [];
}

function optionOf(layer: LayerPlan, key: string, value: unknown): unknown {
  if (key.endsWith("_initializer")) return zeros;
  if (key === "activation" || key === "recurrent_activation")
    return activationOf(layer, value as ActivationName);
  if (key.endsWith("_regularizer")) return regularizerOf(value);
  return isObject(value) ? { class_name: value.class_name, config: value.config } : value;
}

/** TensorFlow.js knows L1L2 alone, and takes 0.01 for a factor that is left out. */
function regularizerOf(value: unknown): unknown {
  if (!isObject(value) || !isObject(value.config)) return value;
  return { class_name: "L1L2", config: { l1: 0, l2: 0, ...value.config } };
}

function activationOf(layer: LayerPlan, name: ActivationName): string {
  return activations[name] ?? refuse(layer, `has no activation ${name} as Keras has it`);
}

/** The layer inside a wrapper; a Bidirectional's is its forward one, without the prefix that both sides add. */
function innerOf(layer: LayerPlan): JsonObject {
  const [inner] = layer.inner;
  if (!inner) return {};
  const name = layer.spec.type === "Bidirectional" ? inner.name.replace(/^forward_/, "") : inner.name;
  return { layer: layerToTfjs(inner, name) };
}

/** Layers to which a mask matters, or that pass another one on, where TensorFlow.js does not do as Keras does. */
const otherwiseMasked = new Set<LayerSpec["type"]>([
  "Bidirectional",
  "Add",
  "Subtract",
  "Multiply",
  "Average",
  "Maximum",
  "Minimum",
  "Concatenate",
]);

/** @throws FormatError where a mask reaches a layer that TensorFlow.js treats in another way */
export function refuseMasked(layer: LayerPlan, isMasked: boolean): void {
  if (!isMasked) return;
  if (otherwiseMasked.has(layer.spec.type))
    refuse(layer, `masks ${layer.spec.type} in another way than Keras`);
  // Layers that end the mask in Keras throw here where one comes in.
  if (endsMask.has(layer.spec.type)) refuse(layer, `has no ${layer.spec.type} on masked sequences`);
  if ("zeroOutputForMask" in layer.spec && layer.spec.zeroOutputForMask)
    refuse(layer, "has no zeroOutputForMask");
}
