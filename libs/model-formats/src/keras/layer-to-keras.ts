import type { LayerSpec } from "@lockstep/job";
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
 * @param name the layer's name in the model, where the spec has none
 */
export function layerToKeras(spec: LayerSpec | CellSpec, name: string): JsonObject {
  const config = { name, ...plainOptions(spec), ...innerLayers(spec, name) };
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

function innerLayers(spec: LayerSpec | CellSpec, name: string): JsonObject {
  switch (spec.type) {
    case "Bidirectional": {
      const { layer, backwardLayer, mergeMode } = spec;
      return {
        merge_mode: mergeMode === "none" ? null : mergeMode,
        layer: layerToKeras(layer, layer.name ?? `${name}_layer`),
        ...(backwardLayer
          ? { backward_layer: layerToKeras(backwardLayer, backwardLayer.name ?? `${name}_backward_layer`) }
          : {}),
      };
    }
    case "TimeDistributed":
      return { layer: layerToKeras(spec.layer, spec.layer.name ?? `${name}_layer`) };
    case "RNN":
      return { cell: cellToKeras(spec.cells, name) };
    default:
      return {};
  }
}

function cellToKeras(cells: readonly CellSpec[], name: string): JsonObject {
  const written = cells.map((cell, index) => layerToKeras(cell, cell.name ?? `${name}_cell_${index}`));
  const [only, ...others] = written;
  if (only && others.length === 0) return only;
  const config = { name: `${name}_cells`, cells: written };
  return { module: "keras.layers", class_name: "StackedRNNCells", config, registered_name: null };
}
