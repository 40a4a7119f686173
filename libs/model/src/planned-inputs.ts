import type { ModelDescription, ModelInput } from "./model-description.js";
import { ModelError } from "./model-error.js";
import { defaultInputs } from "./model-graph.js";
import type { ModelGraph } from "./model-graph.js";
import type { ModelPlan, Shape } from "./model-plan.js";
import { showShape } from "./layers/layer-shapes.js";

/**
 * The model's inputs with their shapes. Token ids of shape (T), which an Embedding works on, are taken as (T, 1): the
 * same numbers in the same order.
 * @throws ModelError where the data's shapes are not those of the model
 */
export function planInputs(
  model: ModelDescription,
  inputShapes: Shape | readonly Shape[],
  graph: ModelGraph,
): ModelPlan["inputs"] {
  const inputs: readonly ModelInput[] = model.inputs ?? defaultInputs;
  const shapes = isShape(inputShapes) ? [inputShapes] : inputShapes;
  if (shapes.length !== inputs.length) {
    const names = inputs.map(({ name }) => name).join(", ");
    throw new ModelError("data.train", `expected one shape for each input (${names}), got ${shapes.length}`);
  }
  return inputs.map((input, index) => {
    const given = shapes[index] ?? [];
    checkShape(given, input.name);
    const isTokens = isEmbedded(index, graph);
    const shape = isTokens ? asTokens(given) : given;
    if (input.shape !== undefined) {
      checkStatedShape(isTokens ? asTokens(input.shape) : input.shape, shape, index);
    }
    return { name: input.name, shape };
  });
}

function isShape(shapes: Shape | readonly Shape[]): shapes is Shape {
  return typeof shapes[0] !== "object";
}

function isEmbedded(input: number, graph: ModelGraph): boolean {
  return graph.nodes.some(
    ({ layer, inputs: [first] }) =>
      layer.spec.type === "Embedding" && first?.from === "input" && first.index === input,
  );
}

function asTokens(shape: Shape): Shape {
  return shape.length === 1 ? [...shape, 1] : shape;
}

function checkShape(shape: Shape, name: string): void {
  if (shape.length > 2) {
    const message = `expected sequences of shape (timeSteps, features) for input ${name}, got ${showShape(shape)}`;
    throw new ModelError("data.train", message);
  }
  if (shape.length > 0 && shape.every((length) => Number.isSafeInteger(length) && length > 0)) return;
  const message = `expected sequences with axes of at least 1 for input ${name}, got ${showShape(shape)}`;
  throw new ModelError("data.train", message);
}

function checkStatedShape(stated: Shape, shape: Shape, index: number): void {
  if (showShape(stated) === showShape(shape)) return;
  const message = `expected the shape of the data ${showShape(shape)}, got ${showShape(stated)}`;
  throw new ModelError(`model.inputs[${index}].shape`, message);
}
