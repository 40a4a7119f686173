import { endsMask } from "../ends-mask.js";
import { FormatError } from "../format-error.js";
import { callOf, layerOf, tensorRefs, type FunctionalNode } from "./functional-node.js";
import { isObject, kerasObject, listAt, type JsonObject } from "./keras-object.js";

/** What a mask is made of: values and what is masked in them, such as `tokens != 0`. Undefined: no mask. */
type Origins = ReadonlySet<string> | undefined;

/**
 * Keras writes down for each layer the mask that it is called with: mostly the one that the layers before pass on, as
 * Lockstep's do.
 * @param nodes all, with the operations that masks are made by
 * @param layers those that the model's output is made by
 * @throws FormatError where a layer is called with another mask
 */
export function refuseExplicitMasks(
  nodes: readonly FunctionalNode[],
  layers: readonly FunctionalNode[],
): void {
  const masks = new MaskOrigins(nodes, layers);
  for (const { name, place, ...layer } of layers) {
    const { mask, states, inputs } = callOf({ name, place, ...layer });
    if (mask.length === 0) continue;
    const expected =
      states.length > 0 ? "no mask, as Keras passes none on to a layer with initial_state" : undefined;
    if (expected === undefined && isEqual(masks.ofMask(mask), masks.passedOn(inputs[0] ?? ""))) continue;
    throw new FormatError(
      "FORMAT_UNSUPPORTED",
      `${place}: ${name}: mask: expected ${expected ?? "the mask that the layers before pass on"}, got one of its own`,
    );
  }
}

function isEqual(a: Origins = new Set(), b: Origins = new Set()): boolean {
  return a.size === b.size && [...a].every((origin) => b.has(origin));
}

const recurrent = new Set(["SimpleRNN", "LSTM", "GRU", "RNN"]);
const elementwise = new Set(["Add", "Subtract", "Multiply", "Average", "Maximum", "Minimum"]);

class MaskOrigins {
  readonly #nodes: ReadonlyMap<string, FunctionalNode>;
  readonly #layers: ReadonlySet<string>;
  readonly #passedOn = new Map<string, Origins>();

  constructor(nodes: readonly FunctionalNode[], layers: readonly FunctionalNode[]) {
    this.#nodes = new Map(nodes.map((node) => [node.name, node]));
    this.#layers = new Set(layers.map(({ name }) => name));
  }

  /** Goes back through the operations that make a mask. */
  ofMask(refs: readonly string[]): Origins {
    const origins = new Set<string>();
    const seen = new Set<string>();
    const waiting = [...refs];
    for (let ref = waiting.pop(); ref !== undefined; ref = waiting.pop()) {
      const node = this.#nodes.get(layerOf(ref));
      if (seen.has(ref) || node === undefined) continue;
      seen.add(ref);
      if (node.className === "InputLayer" || this.#layers.has(node.name)) origins.add(ref);
      else if (node.className === "NotEqual") origins.add(comparison(node));
      // Of these it is only the shape that matters.
      else if (node.className !== "ZerosLike" && node.className !== "OnesLike")
        waiting.push(...argumentsOf(node));
    }
    return origins;
  }

  /** The mask that goes with a value. */
  passedOn(ref: string): Origins {
    if (!this.#passedOn.has(ref)) this.#passedOn.set(ref, this.#find(ref));
    return this.#passedOn.get(ref);
  }

  #find(ref: string): Origins {
    const node = this.#nodes.get(layerOf(ref));
    if (node === undefined || node.className === "InputLayer" || endsMask.has(node.className))
      return undefined;
    const { className } = node;
    const { config } = kerasObject(node.layer, node.place);
    const { inputs } = callOf(node);
    const [input = ""] = inputs;
    if (className === "Masking") return new Set([`${input} != ${String(config.mask_value)}`]);
    if (className === "Embedding") return config.mask_zero === true ? new Set([`${input} != 0`]) : undefined;
    if (!givesTimeSteps(className, config)) return undefined;
    if (className === "Concatenate") return union(inputs.flatMap((each) => this.passedOn(each) ?? []));
    if (elementwise.has(className)) return this.#ofAll(inputs);
    return this.passedOn(input);
  }

  /** None where one of the values has none. */
  #ofAll(inputs: readonly string[]): Origins {
    const masks = inputs.flatMap((input) => this.passedOn(input) ?? []);
    return masks.length < inputs.length ? undefined : union(masks);
  }
}

function union(masks: readonly ReadonlySet<string>[]): Origins {
  return masks.length === 0 ? undefined : new Set(masks.flatMap((mask) => [...mask]));
}

function givesTimeSteps(className: string, config: JsonObject): boolean {
  if (recurrent.has(className)) return config.return_sequences === true;
  if (className !== "Bidirectional") return true;
  return (
    isObject(config.layer) && isObject(config.layer.config) && config.layer.config.return_sequences === true
  );
}

/** `x != 0` */
function comparison(node: FunctionalNode): string {
  const [value, other] = callArguments(node);
  return `${tensorRefs(value, node.place).join()} != ${String(other)}`;
}

function argumentsOf(node: FunctionalNode): string[] {
  return callArguments(node)
    .filter((value) => typeof value === "object" && value !== null)
    .flatMap((value) => tensorRefs(value, node.place));
}

function callArguments({ layer, place }: FunctionalNode): readonly unknown[] {
  const [call] = listAt(kerasObject(layer, place).rest.inbound_nodes, `${place}.inbound_nodes`);
  return listAt(isObject(call) ? call.args : undefined, `${place}.inbound_nodes[0].args`);
}
