import type * as z from "zod";
import { filePath } from "../fields.js";
import { laterMapping } from "../structures.js";
import { rowsField, sourcePath, targetPerField } from "./source-fields.js";

export const npySourceSchema = laterMapping(() => ({
  npy: sourcePath(".npy file with the inputs, (N, T, F) or (N, T)"),
  y: filePath()
    .exactOptional()
    .describe(
      "Path of the .npy file with the targets, (N,), (N, K) or (N, T, K). Default: none, for predictions.",
    ),
  sampleWeight: filePath()
    .exactOptional()
    .describe("Path of the .npy file with sample weights, (N,) or (N, T). Default: none."),
  targetPer: targetPerField(),
  rows: rowsField(),
})).describe("Arrays of NumPy, a file each, as numpy.save writes them. They may be larger than memory.");

/** NumPy files with all defaults filled in. */
export type NpySource = z.output<typeof npySourceSchema>;
