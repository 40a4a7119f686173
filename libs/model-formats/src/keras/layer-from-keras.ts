import { FormatError } from "../format-error.js";
import {
  isKerasObject,
  isObject,
  kerasObject,
  listAt,
  shown,
  type JsonObject,
  type KerasObject,
} from "./keras-object.js";
import { camelCase } from "./option-names.js";

/** A layer as a job file may have it, not checked yet: the job's schema refuses what Lockstep has not, by name. */
export type WrittenLayer = Readonly<Record<string, unknown>> & { readonly type: string };

/** Options of Keras that say nothing at these values. At any other they are kept, and the job's schema refuses them. */
const meaningless: Readonly<Record<string, readonly unknown[]>> = {
  batch_shape: [],
  dtype: ["float32"],
  sparse: [false],
  ragged: [false],
  optional: [false],
  data_format: ["channels_last"],
  groups: [1],
  rms_scaling: [false],
  keepdims: [false],
  implementation: [0, 1, 2],
  time_major: [false],
  trainable: [true],
  use_cudnn: ["auto", true, false],
};

/** Options that Keras gives as a list of one number. */
const oneNumber = new Set(["kernel_size", "strides", "dilation_rate", "pool_size", "axis"]);

/** Sizes that layers of one dimension may give as a number or as a list of one. */
function numberOf(value: unknown): unknown {
  return Array.isArray(value) && value.length === 1 ? (value as unknown[])[0] : value;
}

/**
 * A layer of a Keras config in the words of a job file.
 * @param place of it in the config, for errors
 */
export function layerFromKeras(value: unknown, place: string): WrittenLayer {
  const { className, config } = kerasObject(value, place);
  if (className === "RNN") return stackedCells(config, place);
  if (className === "Bidirectional") return bidirectional(config, place);
  return (
    activationFromKeras(className, config, place) ?? { type: className, ...optionsFromKeras(config, place) }
  );
}

/** Layers of Keras that are an activation, where their options are those of the function of that name. */
const activationLayers: Readonly<
  Record<string, { readonly activation: string; readonly options: JsonObject }>
> = {
  ReLU: { activation: "relu", options: { max_value: null, negative_slope: 0, threshold: 0 } },
  LeakyReLU: { activation: "leaky_relu", options: { negative_slope: 0.2 } },
  ELU: { activation: "elu", options: { alpha: 1 } },
  Softmax: { activation: "softmax", options: { axis: -1 } },
};

function activationFromKeras(className: string, config: JsonObject, place: string): WrittenLayer | undefined {
  const known = Object.hasOwn(activationLayers, className) ? activationLayers[className] : undefined;
  if (!known) return undefined;
  if (config.dtype !== undefined) checkFloat32(config.dtype, place);
  const isSame = Object.entries(known.options).every(([key, value]) => (config[key] ?? null) === value);
  const named = config.name === undefined ? {} : { name: config.name };
  return isSame ? { type: "Activation", ...named, activation: known.activation } : undefined;
}

/** The cells of an RNN layer: one, or several within a StackedRNNCells. */
function stackedCells({ cell, ...config }: JsonObject, place: string): WrittenLayer {
  const { className, config: inner } = kerasObject(cell, `${place}.cell`);
  const cells = className === "StackedRNNCells" ? listAt(inner.cells, `${place}.cell.cells`) : [cell];
  return {
    type: "RNN",
    ...optionsFromKeras(config, place),
    cells: cells.map((each, index) => layerFromKeras(each, `${place}.cells[${index}]`)),
  };
}

/**
 * Keras writes both directions down with names of their own, also where the backward layer is only the forward one
 * turned round; and it decides by itself that masked outputs are zero.
 */
function bidirectional(
  { layer, backward_layer: backward, ...config }: JsonObject,
  place: string,
): WrittenLayer {
  const forwards = direction(layer, "forward_", `${place}.layer`);
  const backwards =
    backward === null || backward === undefined
      ? undefined
      : direction(backward, "", `${place}.backward_layer`);
  const made = { ...forwards, goBackwards: true, name: `backward_${String(forwards.name)}` };
  return {
    type: "Bidirectional",
    ...optionsFromKeras(config, place),
    mergeMode: config.merge_mode ?? "none",
    layer: forwards,
    ...(backwards && !isSame(backwards, made) ? { backwardLayer: backwards } : {}),
  };
}

function direction(layer: unknown, prefix: string, place: string): WrittenLayer {
  const written = layerFromKeras(layer, place);
  const name = String(written.name);
  const options = Object.entries(written).filter(([key]) => key !== "zeroOutputForMask");
  const own = name.startsWith(prefix) ? name.slice(prefix.length) : name;
  return { ...Object.fromEntries(options), type: written.type, name: own };
}

/** Equal options, whatever their order. */
function isSame(a: unknown, b: unknown): boolean {
  if (!isObject(a) || !isObject(b)) return JSON.stringify(a) === JSON.stringify(b);
  const keys = new Set([...Object.keys(a), ...Object.keys(b)]);
  return [...keys].every((key) => isSame(a[key], b[key]));
}

function optionsFromKeras(config: JsonObject, place: string): JsonObject {
  const options: [string, unknown][] = [];
  for (const [key, value] of Object.entries(config)) {
    if (value === null || isMeaningless(key, value, place)) continue;
    options.push([camelCase(key), optionValue(key, value, `${place}.${key}`)]);
  }
  return Object.fromEntries(options);
}

function isMeaningless(key: string, value: unknown, place: string): boolean {
  if (key === "dtype") {
    checkFloat32(value, place);
    return true;
  }
  return Object.hasOwn(meaningless, key) && meaningless[key]?.includes(value) === true;
}

/** The policy of a layer's numbers: Lockstep computes in float32. */
function checkFloat32(value: unknown, place: string): void {
  const name = isKerasObject(value) ? kerasObject(value, place).config.name : value;
  if (name === "float32") return;
  throw new FormatError("FORMAT_UNSUPPORTED", `${place}.dtype: expected float32, got ${shown(name)}`);
}

function optionValue(key: string, value: unknown, place: string): unknown {
  if (key === "layer" || key === "backward_layer") return layerFromKeras(value, place);
  if (oneNumber.has(key)) return numberOf(value);
  if (!isKerasObject(value)) return value;
  return objectFromKeras(kerasObject(value, place), place);
}

/** Names that the first versions of Keras 3 wrote. */
const formerNames: Readonly<Record<string, string>> = {
  OrthogonalInitializer: "Orthogonal",
  IdentityInitializer: "Identity",
};

/** An initialiser, regulariser or constraint; an activation that is written as an object is known by its name. */
function objectFromKeras({ className, config, rest }: KerasObject, place: string): unknown {
  if (className === "function" && typeof rest.config === "string") return rest.config;
  const options = Object.entries(config).filter(([, value]) => value !== null);
  if (options.some(([, value]) => isObject(value))) {
    throw new FormatError("FORMAT_UNSUPPORTED", `${place}: expected plain options, got nested ones`);
  }
  const type = Object.hasOwn(formerNames, className) ? formerNames[className] : className;
  return { type, ...Object.fromEntries(options.map(([key, value]) => [camelCase(key), value])) };
}
