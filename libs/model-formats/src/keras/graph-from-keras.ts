import { FormatError } from "../format-error.js";
import { refuseExplicitMasks } from "./explicit-masks.js";
import { callOf, layerOf, refOf, type FunctionalNode } from "./functional-node.js";
import { isObject, kerasObject, listAt, textAt, type JsonObject } from "./keras-object.js";
import { layerFromKeras, type WrittenLayer } from "./layer-from-keras.js";
import { kerasInput, type KerasInput, type ModelFromKeras } from "./model-from-keras.js";

/** Most layers of a job's model; and most with the operations that make their masks. */
const maxLayers = 1000;
const maxNodes = 10_000;

/** A functional model's config as a graph in the words of a job file. */
export function graphFromKeras(config: JsonObject, layers: readonly unknown[]): ModelFromKeras {
  checkCount(layers, maxNodes);
  const nodes = layers.map((layer, index): FunctionalNode => {
    const place = `config.layers[${index}]`;
    const { className, config: own, rest } = kerasObject(layer, place);
    return { className, name: textAt(rest.name ?? own.name, `${place}.name`), layer, place };
  });
  const inputs = orderedInputs(config, nodes);
  const output = outputOf(config);
  const working = nodesOfValue(nodes, output);
  checkCount(working, maxLayers);
  const ordered = inOrder(working.map(graphLayer), inputs);
  refuseExplicitMasks(nodes, working);
  return {
    model: {
      inputs: inputs.map(({ name }) => ({ name })),
      layers: ordered,
      output,
    },
    inputs,
    layerOrder: working.map(({ className, name }) => ({ className, name })),
  };
}

function checkCount(layers: readonly unknown[], most: number): void {
  if (layers.length <= most) return;
  throw new FormatError(
    "FORMAT_UNSUPPORTED",
    `config.layers: expected at most ${most}, got ${layers.length}`,
  );
}

/**
 * The layers that the output is made by. Keras also writes down the operations that masks come from; Lockstep's layers
 * pass their masks on by themselves, as Keras's do, so what only leads to a mask is left out.
 */
function nodesOfValue(nodes: readonly FunctionalNode[], output: string): FunctionalNode[] {
  const byName = new Map(nodes.map((node) => [node.name, node]));
  const needed = new Set<string>();
  const waiting = [layerOf(output)];
  for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
    const node = byName.get(name);
    if (needed.has(name) || !node || node.className === "InputLayer") continue;
    needed.add(name);
    waiting.push(...callOf(node).refs.map(layerOf));
  }
  return nodes.filter(({ name }) => needed.has(name));
}

/** Keras's order of layers is by depth; a job's layers may only refer to earlier ones. */
function inOrder(layers: readonly WrittenLayer[], inputs: readonly KerasInput[]): WrittenLayer[] {
  const known = new Set(inputs.map(({ name }) => name));
  const waiting = [...layers];
  const ordered: WrittenLayer[] = [];
  while (waiting.length > 0) {
    const next = waiting.findIndex((layer) => refsOf(layer).every((ref) => known.has(layerOf(ref))));
    const [layer] = next < 0 ? [] : waiting.splice(next, 1);
    if (!layer) {
      const names = waiting.map(({ name }) => String(name)).join(", ");
      throw new FormatError(
        "FORMAT_INVALID",
        `config.layers: ${names}: expected inputs that are made before`,
      );
    }
    known.add(String(layer.name));
    ordered.push(layer);
  }
  return ordered;
}

function refsOf({ inputs, initialState }: WrittenLayer): string[] {
  return [...((inputs as string[] | undefined) ?? []), ...((initialState as string[] | undefined) ?? [])];
}

function orderedInputs(config: JsonObject, nodes: readonly FunctionalNode[]): KerasInput[] {
  return histories(config.input_layers, "config.input_layers").map((name) => {
    const node = nodes.find((each) => each.name === name && each.className === "InputLayer");
    if (node) return kerasInput(node.layer, node.place);
    throw new FormatError("FORMAT_INVALID", `config.input_layers: expected InputLayers, got ${name}`);
  });
}

function outputOf(config: JsonObject): string {
  const [output, ...others] = histories(config.output_layers, "config.output_layers");
  if (output !== undefined && others.length === 0) return output;
  const got = 1 + others.length;
  throw new FormatError(
    "FORMAT_UNSUPPORTED",
    `config.output_layers: expected one output, got ${output === undefined ? 0 : got}`,
  );
}

/** `[name, node, tensor]`, or a list or mapping of such, as refs. */
function histories(value: unknown, place: string): string[] {
  if (isObject(value)) return Object.values(value).flatMap((each) => histories(each, place));
  const list = listAt(value, place);
  if (typeof list[0] === "string") return [refOf(list, place)];
  return list.map((each) => refOf(listAt(each, place), place));
}

function graphLayer(node: FunctionalNode): WrittenLayer {
  const { inputs, states } = callOf(node);
  return {
    ...layerFromKeras(node.layer, node.place),
    name: node.name,
    inputs,
    ...(states.length > 0 ? { initialState: states } : {}),
  };
}
