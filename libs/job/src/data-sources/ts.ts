import type * as z from "zod";
import { laterMapping } from "../structures.js";
import { rowsField, sourcePath } from "./source-fields.js";

export const tsSourceSchema = laterMapping(() => ({
  ts: sourcePath(".ts file"),
  rows: rowsField("sequences"),
})).describe(
  "A .ts file of the UCR/UEA archive: sequences of any length and number of features, with classes or numbers.",
);

/** A .ts file with all defaults filled in. */
export type TsSource = z.output<typeof tsSourceSchema>;
