import type * as z from "zod";
import { text } from "../fields.js";
import { mapping } from "../structures.js";

export const npzSourceSchema = mapping({
  npz: text("a file's path", 4096).describe("Path of the .npz file; relative to the job file's folder."),
  x: text("an array's name")
    .default("x")
    .describe("Name of the inputs' array, (N, T, F) or (N, T). Default: x."),
  y: text("an array's name")
    .default("y")
    .describe("Name of the targets' array, (N,) or (N, K); not read for predictions. Default: y."),
}).describe("Arrays of a NumPy archive, as numpy.savez and savez_compressed write it.");

/** Arrays of a NumPy archive with all defaults filled in. */
export type NpzSource = z.output<typeof npzSourceSchema>;
