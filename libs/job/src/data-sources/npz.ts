import * as z from "zod";
import { expected, layerName, text } from "../fields.js";
import { laterMapping } from "../structures.js";
import { rowsField, sampleWeightField, sourcePath, targetPerField } from "./source-fields.js";

export const npzSourceSchema = laterMapping(() => ({
  npz: sourcePath(".npz file"),
  x: text("an array's name")
    .default("x")
    .describe("Name of the inputs' array, (N, T, F) or (N, T). Default: x."),
  y: text("an array's name")
    .default("y")
    .describe("Name of the targets' array, (N,), (N, K) or (N, T, K); not read for predictions. Default: y."),
  inputs: z
    .record(layerName(), text("an array's name"), { error: expected("a mapping from inputs to arrays") })
    .exactOptional()
    .describe(
      "Of a model with several inputs: the array of each, by the input's name; x is not read then. Default: x alone.",
    ),
  sampleWeight: sampleWeightField("array"),
  targetPer: targetPerField(),
  rows: rowsField(),
})).describe("Arrays of a NumPy archive, as numpy.savez and savez_compressed write it.");

/** Arrays of a NumPy archive with all defaults filled in. */
export type NpzSource = z.output<typeof npzSourceSchema>;
