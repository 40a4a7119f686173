import { checkInnerLayers } from "./inner-layers.js";
import type { ModelDescription } from "./model-description.js";
import { ModelError } from "./model-error.js";
import type { NamedLayer } from "./named-layers.js";
import { inCausalOrder } from "./causal-order.js";
import { readReference } from "./reference.js";
import type { Names, ValueReference } from "./reference.js";

/** A layer of the model and what it works on. */
export interface GraphNode {
  /** Index in the model's list of layers. */
  readonly index: number;
  readonly layer: NamedLayer;
  readonly inputs: readonly ValueReference[];
  readonly initialStates: readonly ValueReference[];
}

/** The layers in an order in which each comes after those that it works on, and where the output comes from. */
export interface ModelGraph {
  readonly nodes: readonly GraphNode[];
  readonly output: ValueReference;
}

/** Names of the inputs of a model that names none. */
export const defaultInputs = [{ name: "input" }] as const;

/**
 * Resolves the names by which layers refer to each other.
 * @param layers the model's layers with their names, in its order
 * @throws ModelError for an unknown or double name, a circle, and for a layer or input that leads nowhere
 */
export function resolveGraph(model: ModelDescription, layers: readonly NamedLayer[]): ModelGraph {
  const names: Names = {
    inputs: (model.inputs ?? defaultInputs).map(({ name }) => name),
    layers: layers.map(({ name }) => name),
  };
  refuseDoubles(names);
  layers.forEach((layer, index) => checkInnerLayers(layer, `model.layers[${index}]`));
  const nodes = layers.map((layer, index) => ({
    index,
    layer,
    inputs: inputsOf(layer, index, layers, names),
    initialStates: statesOf(layer, index, names),
  }));
  const output = outputOf(model.output, layers, names);
  refuseUnused(nodes, output, names);
  return { nodes: inCausalOrder(nodes), output };
}

function refuseDoubles({ inputs, layers }: Names): void {
  const seen = new Map<string, string>();
  const add = (name: string, path: string, what: string) => {
    const first = seen.get(name);
    if (first !== undefined)
      throw new ModelError(path, `expected a name of its own, got "${name}" as ${first}`);
    seen.set(name, what);
  };
  inputs.forEach((name, index) => add(name, `model.inputs[${index}].name`, `input ${index}`));
  layers.forEach((name, index) => add(name, `model.layers[${index}].name`, `layer ${index}`));
}

function inputsOf(
  { spec }: NamedLayer,
  index: number,
  layers: readonly NamedLayer[],
  names: Names,
): ValueReference[] {
  const path = `model.layers[${index}].inputs`;
  if (spec.inputs !== undefined) {
    return spec.inputs.map((text, place) => readReference(text, names, `${path}[${place}]`));
  }
  const before = layers[index - 1];
  if (before === undefined) return [{ from: "input", index: 0 }];
  refuseSeveralOutputs(before, path);
  return [{ from: "layer", index: index - 1, output: 0 }];
}

/** What a Bidirectional leaves apart is not silently halved. */
function refuseSeveralOutputs({ name, spec }: NamedLayer, path: string): void {
  if (spec.type !== "Bidirectional" || spec.mergeMode !== "none") return;
  const message = `expected "${name}" or "${name}:1": Bidirectional ${name} with mergeMode none gives two, got neither`;
  throw new ModelError(path, message);
}

function statesOf({ spec }: NamedLayer, index: number, names: Names): ValueReference[] {
  const states = "initialState" in spec ? (spec.initialState ?? []) : [];
  return states.map((text, place) =>
    readReference(text, names, `model.layers[${index}].initialState[${place}]`),
  );
}

function outputOf(text: string | undefined, layers: readonly NamedLayer[], names: Names): ValueReference {
  const last = layers.at(-1);
  if (text === undefined && last !== undefined) {
    refuseSeveralOutputs(last, "model.output");
    return { from: "layer", index: layers.length - 1, output: 0 };
  }
  const reference = readReference(text ?? "", names, "model.output");
  if (reference.from === "layer") return reference;
  throw new ModelError("model.output", `expected a layer's output, got the input "${text}"`);
}

/** Nothing is left out silently: every layer and every input leads to the output. */
function refuseUnused(nodes: readonly GraphNode[], output: ValueReference, names: Names): void {
  const layers = new Set<number>();
  const inputs = new Set<number>();
  const visit = (reference: ValueReference) => {
    if (reference.from === "input") return void inputs.add(reference.index);
    if (layers.has(reference.index)) return;
    layers.add(reference.index);
    const node = nodes[reference.index];
    [...(node?.inputs ?? []), ...(node?.initialStates ?? [])].forEach(visit);
  };
  visit(output);
  const layer = nodes.find(({ index }) => !layers.has(index));
  if (layer !== undefined) {
    const message = `expected a layer that leads to the model's output, got "${layer.layer.name}", which nothing uses`;
    throw new ModelError(`model.layers[${layer.index}]`, message);
  }
  const input = names.inputs.findIndex((_, index) => !inputs.has(index));
  if (input < 0) return;
  const message = `expected an input that leads to the model's output, got "${names.inputs[input]}", which no layer uses`;
  throw new ModelError(`model.inputs[${input}]`, message);
}
