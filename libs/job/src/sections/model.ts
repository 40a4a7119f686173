import * as z from "zod";
import { filePath, layerName, reference, wholeNumber } from "../fields.js";
import { layerSchema } from "../layers/layer.js";
import { suggestion } from "../nearest-name.js";
import { showValue } from "../show-value.js";
import { list, mapping } from "../structures.js";
import { checkGraph } from "./model-graph.js";

export const layersSchema = list(layerSchema, "layers", 1, 1000).describe(
  "The layers, each after those that it works on.",
);

const inputSchema = mapping({
  name: layerName().describe("Name of the input, by which layers refer to it."),
  shape: list(wholeNumber(1, 2 ** 31 - 1), "sizes", 1, 6)
    .exactOptional()
    .describe("Shape of one sequence, such as [timeSteps, features]. Default: what the data have."),
});

/** An input of the model. */
export type ModelInputSpec = z.output<typeof inputSchema>;

const parametersField = (otherwise: string) =>
  filePath()
    .exactOptional()
    .describe(
      `Path of a file with the first values of all parameters: safetensors with tensors named \`<layer>/<weight>\`, or a .weights.h5 of Keras; relative to the job file's folder. Default: ${otherwise}.`,
    );

export const layersModelSchema = mapping({
  layers: layersSchema,
  inputs: list(inputSchema, "inputs", 1, 100)
    .default([{ name: "input" }])
    .describe("The inputs. Default: one, named input."),
  output: reference()
    .exactOptional()
    .describe(
      "What is trained and predicted: a layer's name, or `name:k` for its k-th output. Default: the last layer's output.",
    ),
  parameters: parametersField("the layers' initialisers"),
})
  .superRefine(checkGraph)
  .describe("A model by its layers.");

/** A model by its layers, with all defaults filled in. */
export type LayersModelSpec = z.output<typeof layersModelSchema>;

const kerasModelSchema = mapping({
  keras: filePath().describe(
    "Path of a .keras file, with the layers and the first values of all parameters, or of a .json text that model.to_json() gave, with the layers alone; relative to the job file's folder.",
  ),
  parameters: parametersField("those of the .keras file, or the layers' initialisers"),
}).describe("A model saved by Keras.");

/** A model saved by Keras. */
export type KerasModelSpec = z.output<typeof kerasModelSchema>;

const kinds = ["layers", "keras"];

export const modelSchema = z
  .union([layersModelSchema, kerasModelSchema], { error: (issue) => modelMessage(issue.input) })
  .describe("The model: its layers, or a file of Keras.");

/** A model with all defaults filled in: with `layers`, or with `keras`. */
export type ModelSpec = z.output<typeof modelSchema>;

function modelMessage(got: unknown): string {
  const keys = typeof got === "object" && got !== null && !Array.isArray(got) ? Object.keys(got) : [];
  const shown = keys.length > 0 ? `the keys ${keys.slice(0, 10).join(", ")}` : showValue(got);
  const hint = keys.length === 1 ? suggestion(keys[0], kinds) : "";
  return `expected a mapping with just one of the keys ${kinds.join(", ")}, got ${shown}${hint}`;
}
