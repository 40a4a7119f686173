import { FormatError } from "../format-error.js";
import { isObject, kerasObject, listAt, shown, textAt, type JsonObject } from "./keras-object.js";

/** A layer of a functional model's config, or an operation on values. */
export interface FunctionalNode {
  readonly className: string;
  readonly name: string;
  /** As the config has it. */
  readonly layer: unknown;
  /** In the config, for errors. */
  readonly place: string;
}

/** Refs of what a layer is called with: `name`, or `name:k` for a k-th output. */
export interface LayerCall {
  readonly inputs: readonly string[];
  readonly states: readonly string[];
  /** Inputs and states. */
  readonly refs: readonly string[];
  /** Keras writes down also the mask that it passes on by itself. */
  readonly mask: readonly string[];
}

/** What a layer is called with. @throws FormatError where it is called several times, or with what Lockstep has not */
export function callOf({ layer, name, place }: FunctionalNode): LayerCall {
  const [call, ...more] = listAt(kerasObject(layer, place).rest.inbound_nodes, `${place}.inbound_nodes`);
  if (Array.isArray(call)) {
    throw new FormatError(
      "FORMAT_UNSUPPORTED",
      `${place}: ${name}: expected a call as Keras 3 writes it, got one of Keras 2; load and save the model with Keras 3`,
    );
  }
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
  const mask = (kwargs.mask ?? null) === null ? [] : tensorRefs(kwargs.mask, `${place}.mask`);
  return { inputs, states, refs: [...inputs, ...states], mask };
}

/** Arguments of a call that change what it does. */
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
export function tensorRefs(value: unknown, place: string): string[] {
  if (Array.isArray(value)) return value.flatMap((each) => tensorRefs(each, place));
  if (isObject(value) && value.class_name === "__keras_tensor__" && isObject(value.config)) {
    return [refOf(listAt(value.config.keras_history, `${place}.keras_history`), place)];
  }
  throw new FormatError(
    "FORMAT_UNSUPPORTED",
    `${place}: expected values made by layers, got ${shown(value)}`,
  );
}

/** The ref of a value by its history: layer, node (call of the layer), tensor (which of its outputs). */
export function refOf([name, node, tensor]: readonly unknown[], place: string): string {
  const layer = textAt(name, place);
  if (node !== 0) {
    throw new FormatError(
      "FORMAT_UNSUPPORTED",
      `${place}: expected layers that are called once, got ${layer} called again`,
    );
  }
  return tensor === 0 || tensor === undefined ? layer : `${layer}:${shown(tensor)}`;
}

/** Name of the layer that makes a value. */
export function layerOf(ref: string): string {
  return ref.replace(/:\d+$/, "");
}
