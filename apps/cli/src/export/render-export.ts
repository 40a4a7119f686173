import { readFile } from "node:fs/promises";
import type { SavedModel } from "@lockstep/checkpoint";
import type { ModelToExport } from "@lockstep/model-formats";
import type { ExportFormat } from "./export-format.js";

/** What an export is made of: one file's bytes, or the files of a folder by name. */
export type RenderedExport = Uint8Array | ReadonlyMap<string, Uint8Array>;

export interface ExportSource {
  /** The model's file. */
  readonly path: string;
  readonly saved: SavedModel;
  /** Of Lockstep. */
  readonly version: string;
}

/** @throws FormatError naming the layer that a format cannot express */
export async function renderExport(
  { path, saved, version }: ExportSource,
  format: ExportFormat,
): Promise<RenderedExport> {
  // The model's own format: all that Lockstep needs to go on with it stays in it.
  if (format === "safetensors") return readFile(path);
  const { kerasArchive, kerasWeights, onnxModel, tfjsModel, tfjsWeightsFile } =
    await import("@lockstep/model-formats");
  const { job, plan, parameters } = saved;
  const model: ModelToExport = { name: job.name, plan, parameters, batchSize: job.fit.batchSize };
  switch (format) {
    case "keras":
      return kerasArchive(model);
    case "weights":
      return kerasWeights(model);
    case "onnx":
      return onnxModel(model, { producerVersion: version });
    case "tfjs": {
      const { modelJson, weights } = tfjsModel(model, `Lockstep ${version}`);
      return new Map([
        ["model.json", new TextEncoder().encode(modelJson)],
        [tfjsWeightsFile, weights],
      ]);
    }
  }
}
