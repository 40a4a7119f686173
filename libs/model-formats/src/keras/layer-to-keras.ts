import type { LayerSpec } from "@lockstep/job";
import type { LayerPlan } from "@lockstep/model";
import { isObject, type JsonObject } from "./keras-object.js";
import { underscored } from "./option-names.js";

/** Keys of a job's layer that Keras keeps elsewhere than in the config. */
const elsewhere = new Set(["type", "inputs", "initialState", "cells", "layer", "backwardLayer", "mergeMode"]);

/** Keras's modules of the objects that options may be, by the end of the option's name. */
const modules: readonly (readonly [string, string])[] = [
  ["Initializer", "keras.initializers"],
  ["Regularizer", "keras.regularizers"],
  ["Constraint", "keras.constraints"],
];

/** A cell of an RNN layer. */
type CellSpec = Extract<LayerSpec, { type: "RNN" }>["cells"][number];

/**
 * A layer as Keras's config has it.
 * @param name other than the plan's, where a wrapper adds to it
 */
export function layerToKeras(layer: LayerPlan, name = layer.name): JsonObject {
  return kerasObjectOf(layer.spec, { name, ...innerLayers(layer) });
}

function kerasObjectOf(spec: LayerSpec | CellSpec, more: JsonObject): JsonObject {
  const config = { ...more, ...plainOptions(spec) };
  return { module: "keras.layers", class_name: spec.type, config, registered_name: null };
}

function plainOptions(spec: LayerSpec | CellSpec): JsonObject {
  return Object.fromEntries(
    Object.entries(spec)
      // Some layers of Keras's do not take what says nothing.
      .filter(
        ([key, value]) => !elsewhere.has(key) && key !== "name" && !(key === "trainable" && value === true),
      )
      .map(([key, value]) => [underscored(key), optionToKeras(key, value)]),
  );
}

/** `{ type, ...options }` as an object of Keras's; names, numbers and lists as they are. */
function optionToKeras(key: string, value: unknown): unknown {
  if (!isObject(value) || typeof value.type !== "string") return value;
  const { type, ...options } = value;
  const module = modules.find(([end]) => key.endsWith(end))?.[1] ?? null;
  const config = Object.fromEntries(Object.entries(options).map(([option, of]) => [underscored(option), of]));
  return { module, class_name: type, config, registered_name: null };
}

function innerLayers(layer: LayerPlan): JsonObject {
  const { spec, inner } = layer;
  const [first, second] = inner;
  switch (spec.type) {
    case "Bidirectional":
      return {
        merge_mode: spec.mergeMode === "none" ? null : spec.mergeMode,
        // Keras adds the prefix itself, but not to a backward layer that is given.
        ...(first && { layer: layerToKeras(first, first.name.replace(/^forward_/, "")) }),
        ...(second && spec.backwardLayer && { backward_layer: layerToKeras(second) }),
      };
    case "TimeDistributed":
      return first ? { layer: layerToKeras(first) } : {};
    case "RNN":
      return { cell: cellToKeras(layer, spec.cells) };
    default:
      return {};
  }
}

function cellToKeras({ name, inner }: LayerPlan, cells: readonly CellSpec[]): JsonObject {
  const written = cells.map((cell, index) => kerasObjectOf(cell, { name: inner[index]?.name ?? name }));
  const [only, ...others] = written;
  if (only && others.length === 0) return only;
  const config = { name: `${name}_cells`, cells: written };
  return { module: "keras.layers", class_name: "StackedRNNCells", config, registered_name: null };
}
