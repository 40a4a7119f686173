import { readFile, stat } from "node:fs/promises";
import type { ModelPlan } from "@lockstep/model";
import { FormatError } from "../format-error.js";
import { withHdf5 } from "./hdf5.js";
import { kerasLayerOrder } from "./layer-order.js";
import { modelFromKeras, type ModelFromKeras } from "./model-from-keras.js";
import { parseJson } from "./parse-json.js";
import { layerGroups, weightsOf } from "./weight-paths.js";
import { readZipEntries } from "./zip-entries.js";

/** 64 MiB of JSON, 4 GiB of weights: as large as a model may be here. */
const maxConfigBytes = 2 ** 26;
const maxWeightBytes = 2 ** 32;

/** A model that Keras saved. */
export interface KerasModel extends ModelFromKeras {
  /**
   * Its weights, flat, in the order of a plan of {@link ModelFromKeras.model}; absent where the file has none.
   * @throws FormatError where they are damaged or of another model
   */
  readonly parameters?: (plan: ModelPlan) => Promise<Float32Array>;
}

/**
 * Reads a `.keras` archive, or a `.json` text that `model.to_json()` gave.
 * @throws FormatError
 */
export async function readKerasModel(path: string): Promise<KerasModel> {
  if (path.toLowerCase().endsWith(".json")) {
    return modelIn(await readBytes(path, maxConfigBytes), path);
  }
  const config = await readEntry(path, "config.json", maxConfigBytes);
  const model = modelIn(config, `${path}: config.json`);
  const order = model.layerOrder.map(({ name }) => name);
  const parameters = async (plan: ModelPlan): Promise<Float32Array> => {
    const weights = await readEntry(path, "model.weights.h5", weightBytes(plan));
    return parametersFrom(weights, plan, order, `${path}: model.weights.h5`);
  };
  return { ...model, parameters };
}

/** The model of a config's text; what is wrong with it is told with the file's name. */
function modelIn(text: Uint8Array, place: string): ModelFromKeras {
  try {
    return modelFromKeras(parseJson(text, place));
  } catch (cause) {
    if (!(cause instanceof FormatError) || cause.message.startsWith(place)) throw cause;
    throw new FormatError(cause.code, `${place}: ${cause.message}`, { cause });
  }
}

/** What the weights of a model may take unpacked, with an optimizer's moments, in float64, and all that names them. */
function weightBytes({ parameterCount }: ModelPlan): number {
  return Math.min(2 ** 24 + 8 * 4 * parameterCount, maxWeightBytes);
}

/**
 * Weights that Keras's `save_weights` wrote (`.weights.h5`), for a plan of the same model.
 * @returns flat, (plan.parameterCount)
 * @throws FormatError where they are damaged or of another model
 */
export async function readKerasWeights(path: string, plan: ModelPlan): Promise<Float32Array> {
  return parametersFrom(await readBytes(path, weightBytes(plan)), plan, kerasLayerOrder(plan), path);
}

function parametersFrom(
  bytes: Uint8Array,
  plan: ModelPlan,
  order: readonly string[],
  place: string,
): Promise<Float32Array> {
  const weights = layerGroups(plan, order).flatMap(weightsOf);
  return withHdf5(bytes, place, (file) => {
    refuseOthers(file.paths, new Set(weights.map(({ path }) => path)), place);
    const parameters = new Float32Array(plan.parameterCount);
    for (const { parameter, path } of weights) {
      parameters.set(file.values(path, parameter.shape), parameter.offset);
    }
    return parameters;
  });
}

const isLayerVariable = /^layers\/.*\/vars\/\d+$/;

/** Weights that the model has not. The optimizer's variables and generators of random numbers are no weights. */
function refuseOthers(paths: readonly string[], known: ReadonlySet<string>, place: string): void {
  const others = [...paths].filter(
    (path) => isLayerVariable.test(path) && !path.includes("/seed_generator/") && !known.has(path),
  );
  if (others.length === 0) return;
  const shown = others.slice(0, 5).join(", ");
  throw new FormatError("FORMAT_INVALID", `${place}: expected the model's weights alone, got ${shown} too`);
}

async function readEntry(path: string, name: string, maxBytes: number): Promise<Uint8Array> {
  const entry = (await readZipEntries(path, [{ name, maxBytes }])).get(name);
  if (entry) return entry;
  throw new FormatError(
    "FORMAT_INVALID",
    `${path}: expected a model saved by Keras, got an archive without ${name}`,
  );
}

async function readBytes(path: string, maxBytes: number): Promise<Uint8Array> {
  try {
    const { size } = await stat(path);
    if (size <= maxBytes) return await readFile(path);
    throw new FormatError("FORMAT_INVALID", `${path}: expected at most ${maxBytes} bytes, got ${size}`);
  } catch (cause) {
    if (cause instanceof FormatError) throw cause;
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new FormatError("FORMAT_INVALID", `${path}: cannot be read: ${reason}`, { cause });
  }
}
