import type { ModelPlan } from "@lockstep/model";
import { hdf5Bytes } from "./hdf5.js";
import { kerasLayerOrder } from "./layer-order.js";
import { modelToKeras } from "./model-to-keras.js";
import { layerGroups, weightsOf } from "./weight-paths.js";
import { zipBytes } from "./zip-bytes.js";

/** What an exported model is made of. */
export interface ModelToExport {
  /** Of the model, for people. */
  readonly name: string;
  readonly plan: ModelPlan;
  /** Flat, (plan.parameterCount). */
  readonly parameters: Float32Array;
  /** Sequences of a batch, which formats want to know of stateful models. */
  readonly batchSize: number;
}

/** The version whose format is written. */
const kerasVersion = "3.15.1";

/** The bytes of a `.keras` archive. Equal models give equal bytes: no time of saving is in it. */
export async function kerasArchive(model: ModelToExport): Promise<Uint8Array> {
  const { plan, batchSize } = model;
  const json = (value: unknown) => new TextEncoder().encode(JSON.stringify(value));
  return zipBytes([
    ["metadata.json", json({ keras_version: kerasVersion, date_saved: "1980-01-01@00:00:00" })],
    ["config.json", json(modelToKeras(plan, kerasName(model.name), { batchSize }))],
    ["model.weights.h5", await kerasWeights(model)],
  ]);
}

/** The bytes of a `.weights.h5` file. */
export function kerasWeights({ plan, parameters }: ModelToExport): Promise<Uint8Array> {
  const groups = layerGroups(plan, kerasLayerOrder(plan));
  return hdf5Bytes({
    groups: groups.map(({ layer, path }) => ({ path: `${path}/vars`, attributes: { name: layer.name } })),
    datasets: groups.flatMap(weightsOf).map(({ parameter, path }) => ({
      path,
      shape: parameter.shape,
      values: parameters.slice(parameter.offset, parameter.offset + parameter.size),
    })),
  });
}

/** Keras's names of models have no characters but these. */
function kerasName(name: string): string {
  return name.replace(/[^A-Za-z0-9_.-]+/g, "_") || "model";
}
