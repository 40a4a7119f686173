import { FormatError } from "../format-error.js";
import { isObject, kerasObject, listAt, shown, textAt, type JsonObject } from "./keras-object.js";
import { layerFromKeras, type WrittenLayer } from "./layer-from-keras.js";
import { kerasInput, type KerasInput, type ModelFromKeras } from "./model-from-keras.js";

interface Node {
  readonly className: string;
  readonly name: string;
  readonly layer: unknown;
  readonly place: string;
}

/** A functional model's config as a graph in the words of a job file. */
export function graphFromKeras(config: JsonObject, layers: readonly unknown[]): ModelFromKeras {
  const nodes = layers.map((layer, index): Node => {
    const place = `config.layers[${index}]`;
    const { className, config: own, rest } = kerasObject(layer, place);
    return { className, name: textAt(rest.name ?? own.name, `${place}.name`), layer, place };
  });
  const inputs = orderedInputs(config, nodes);
  const output = outputOf(config);
  const working = nodesOfValue(nodes, output);
  const written = working.map(graphLayer);
  return {
    model: {
      inputs: inputs.map(({ name }) => ({ name })),
      layers: inOrder(written, inputs),
      output,
    },
    inputs,
    layerOrder: working.map(({ className, name }) => ({ className, name })),
  };
}

/**
 * The layers that the output is made by. Keras also writes down the operations that masks come from; Lockstep's layers
 * pass their masks on by themselves, as Keras's do, so what only leads to a mask is left out.
 */
function nodesOfValue(nodes: readonly Node[], output: string): Node[] {
  const needed = new Set<string>();
  const waiting = [layerOf(output)];
  for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
    const node = nodes.find((each) => each.name === name);
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

function layerOf(ref: string): string {
  return ref.replace(/:\d+$/, "");
}

function orderedInputs(config: JsonObject, nodes: readonly Node[]): KerasInput[] {
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

/** The ref of a value by its history: layer, node (call of the layer), tensor (which of its outputs). */
function refOf([name, node, tensor]: readonly unknown[], place: string): string {
  const layer = textAt(name, place);
  if (node !== 0) {
    throw new FormatError(
      "FORMAT_UNSUPPORTED",
      `${place}: expected layers that are called once, got ${layer} called again`,
    );
  }
  return tensor === 0 || tensor === undefined ? layer : `${layer}:${shown(tensor)}`;
}

function graphLayer(node: Node): WrittenLayer {
  const { inputs, states } = callOf(node);
  return {
    ...layerFromKeras(node.layer, node.place),
    name: node.name,
    inputs,
    ...(states.length > 0 ? { initialState: states } : {}),
  };
}

/** What a layer is called with: refs of its inputs and of its initial states. */
function callOf({ layer, name, place }: Node): { inputs: string[]; states: string[]; refs: string[] } {
  const [call, ...more] = listAt(kerasObject(layer, place).rest.inbound_nodes, `${place}.inbound_nodes`);
  if (!isObject(call) || more.length > 0) {
    const calls = call === undefined ? 0 : 1 + more.length;
    throw new FormatError(
      "FORMAT_UNSUPPORTED",
      `${place}: ${name}: expected a layer that is called once, got ${calls} calls`,
    );
  }
  const [first, ...others] = listAt(call.args, `${place}.inbound_nodes[0].args`);
  const kwargs = isObject(call.kwargs) ? call.kwargs : {};
  refuseArguments(kwargs, others.length, `${place}: ${name}`);
  const states = tensorRefs(kwargs.initial_state ?? [], `${place}.initial_state`);
  const inputs = tensorRefs(first, `${place}.inbound_nodes[0].args`);
  return { inputs, states, refs: [...inputs, ...states] };
}

/** Arguments of a call that change what it does. A mask is what the layers before would pass on. */
function refuseArguments(kwargs: JsonObject, others: number, place: string): void {
  const known = ["initial_state", "mask", "training"];
  const unknown = Object.entries(kwargs).filter(([key, value]) => value !== null && !known.includes(key));
  if (unknown.length === 0 && others === 0 && kwargs.training !== true) return;
  const got = [...unknown.map(([key]) => key), ...(others > 0 ? ["more positional arguments"] : [])];
  if (kwargs.training === true) got.push("training=True");
  throw new FormatError(
    "FORMAT_UNSUPPORTED",
    `${place}: expected a call with inputs and initial_state alone, got ${got.join(", ")}`,
  );
}

/** Refs of a tensor or a list of them. */
function tensorRefs(value: unknown, place: string): string[] {
  if (Array.isArray(value)) return value.flatMap((each) => tensorRefs(each, place));
  if (isObject(value) && value.class_name === "__keras_tensor__" && isObject(value.config)) {
    return [refOf(listAt(value.config.keras_history, `${place}.keras_history`), place)];
  }
  throw new FormatError(
    "FORMAT_UNSUPPORTED",
    `${place}: expected values made by layers, got ${shown(value)}`,
  );
}
