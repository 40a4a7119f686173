/** What a model can be exported as. */
export const exportFormats = ["keras", "tfjs", "safetensors", "onnx", "weights"] as const;
export type ExportFormat = (typeof exportFormats)[number];

/** Ends of the names of what is written; of `tfjs` that is a folder. */
const endings: Readonly<Record<ExportFormat, string>> = {
  keras: ".keras",
  tfjs: "-tfjs",
  safetensors: ".safetensors",
  onnx: ".onnx",
  weights: ".weights.h5",
};

/** Where an export goes if nothing is said. @param name of the run or of the model's file */
export function defaultOutput(name: string, format: ExportFormat): string {
  return name + endings[format];
}

/** Where what was fitted on the training data goes: beside the export. */
export function preprocessingPath(output: string, format: ExportFormat): string {
  const ending = endings[format];
  const base = output.endsWith(ending) && format !== "tfjs" ? output.slice(0, -ending.length) : output;
  return `${base}.preprocessing.json`;
}
