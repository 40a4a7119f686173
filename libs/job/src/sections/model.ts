import { layerSchema } from "../layers/layer.js";
import { text } from "../fields.js";
import { list, mapping } from "../structures.js";

export const layersSchema = list(layerSchema, "layers", 1, 1000).describe(
  "The layers, from the input to the output.",
);

export const modelSchema = mapping({
  layers: layersSchema,
  parameters: text("a file's path", 4096)
    .exactOptional()
    .describe(
      "Path of a safetensors file with the first values of all parameters, named `<layer>/<weight>`; relative to the job file's folder. Default: the layers' initialisers.",
    ),
}).describe("The model: a stack of layers.");
