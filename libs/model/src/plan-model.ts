import type { LayerSpec } from "@lockstep/job";
import { layerNames } from "./layer-names.js";
import { InputShapeMismatch } from "./layers/layer-shapes.js";
import type { LayerShapes, WeightShape } from "./layers/layer-shapes.js";
import { shapesOfLayer } from "./layers/shapes-of-layer.js";
import { ModelError } from "./model-error.js";
import type { LayerPlan, ModelPlan, ParameterPlan, Shape } from "./model-plan.js";

/** Most parameters of a model: 4 GiB of float32. */
const maxParameters = 2 ** 30;

/**
 * Works out every shape of a stack of layers, and where each parameter lies in the flat buffer.
 * @param inputShape shape of one input sequence, such as [timeSteps, features]; the data says it
 * @throws ModelError where a layer cannot take its input, names clash, or the model is too large
 */
export function planModel(layers: readonly LayerSpec[], inputShape: Shape): ModelPlan {
  checkInputShape(inputShape);
  if (layers.length === 0) throw new ModelError("model.layers", "expected at least one layer, got none");
  const names = layerNames(layers);
  const plans: LayerPlan[] = [];
  let shape = inputShape;
  let offset = 0;
  layers.forEach((spec, index) => {
    const name = names[index] ?? "";
    const shapes = shapesAt(spec, shape, index, name);
    shapes.weights.forEach((weight) => checkInitializer(weight, index));
    const parameters = placeWeights(name, shapes.weights, offset);
    plans.push({ name, spec, inputShape: shape, outputShape: shapes.outputShape, parameters });
    shape = shapes.outputShape;
    offset = parameters.reduce((end, parameter) => end + parameter.size, offset);
    checkSize(offset, index, name);
  });
  const parameters = plans.flatMap((plan) => plan.parameters);
  return { inputShape, outputShape: shape, layers: plans, parameters, parameterCount: offset };
}

function checkInputShape(shape: Shape): void {
  if (shape.length > 0 && shape.every((length) => Number.isSafeInteger(length) && length > 0)) return;
  throw new ModelError("data.train", `expected sequences with axes of at least 1, got (${shape.join(", ")})`);
}

function checkSize(parameterCount: number, index: number, name: string): void {
  if (parameterCount <= maxParameters) return;
  const message = `expected a model of at most ${maxParameters} parameters, got ${parameterCount} with layer ${name}`;
  throw new ModelError(`model.layers[${index}]`, message);
}

/** A vector cannot be orthogonal; Keras refuses it too. */
function checkInitializer({ name, shape, initializer }: WeightShape, index: number): void {
  if (initializer !== "orthogonal" || shape.length >= 2) return;
  const message = `${name}: expected another initialiser than orthogonal for shape (${shape.join(", ")})`;
  throw new ModelError(`model.layers[${index}]`, message);
}

function shapesAt(spec: LayerSpec, inputShape: Shape, index: number, name: string): LayerShapes {
  try {
    return shapesOfLayer(spec, inputShape);
  } catch (error) {
    if (!(error instanceof InputShapeMismatch)) throw error;
    throw new ModelError(`model.layers[${index}]`, `${spec.type} ${name}: ${error.message}`);
  }
}

function placeWeights(layer: string, weights: readonly WeightShape[], start: number): ParameterPlan[] {
  let offset = start;
  return weights.map((weight) => {
    const size = weight.shape.reduce((product, length) => product * length, 1);
    const plan = { layer, ...weight, offset, size };
    offset += size;
    return plan;
  });
}
