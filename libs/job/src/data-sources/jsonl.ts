import type * as z from "zod";
import { text } from "../fields.js";
import { laterMapping } from "../structures.js";
import { rowsField, sampleWeightField, sourcePath, targetPerField } from "./source-fields.js";
import { tokensField } from "./tokens.js";

export const jsonlSourceSchema = laterMapping(() => ({
  jsonl: sourcePath("JSON Lines file"),
  x: text("a key")
    .default("x")
    .describe("Key of the inputs: a list of time steps, each a number or a list of features. Default: x."),
  y: text("a key")
    .default("y")
    .describe(
      "Key of the targets: a number, a list of numbers, or a text that is a class; not read for predictions. Default: y.",
    ),
  sampleWeight: sampleWeightField("key"),
  targetPer: targetPerField(),
  tokens: tokensField("x"),
  rows: rowsField("lines"),
})).describe("JSON Lines: an object a line, sequences of any length.");

/** A JSON Lines file with all defaults filled in. */
export type JsonlSource = z.output<typeof jsonlSourceSchema>;
