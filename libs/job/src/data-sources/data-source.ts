import * as z from "zod";
import { suggestion } from "../nearest-name.js";
import { showValue } from "../show-value.js";
import { csvSourceSchema } from "./csv.js";
import { jsonlSourceSchema } from "./jsonl.js";
import { npySourceSchema } from "./npy.js";
import { npzSourceSchema } from "./npz.js";
import { parquetSourceSchema } from "./parquet.js";
import { randomSourceSchema } from "./random.js";
import { textSourceSchema } from "./text.js";
import { tsSourceSchema } from "./ts.js";

/** Every source that a job may name, by its first key: a further one is a file beside this one and an entry here. */
const dataSourceSchemas = {
  random: randomSourceSchema,
  npz: npzSourceSchema,
  npy: npySourceSchema,
  csv: csvSourceSchema,
  jsonl: jsonlSourceSchema,
  ts: tsSourceSchema,
  text: textSourceSchema,
  parquet: parquetSourceSchema,
} as const;

/** Keys by which sources are told apart. */
export const dataSourceKinds: readonly string[] = Object.keys(dataSourceSchemas);

/** A source of sequences, told apart by its first key. */
export const dataSourceSchema = z
  .union(Object.values(dataSourceSchemas), { error: (issue) => sourceMessage(issue.input) })
  .meta({
    id: "DataSource",
    description: `Where sequences come from: a mapping with one of the keys ${dataSourceKinds.join(", ")}.`,
  });

/** The data that the model is tested on: a source, or the training data. */
export const testSourceSchema = z
  .union([z.literal("same"), dataSourceSchema], {
    error: (issue) => sourceMessage(issue.input, '"same" or '),
  })
  .describe("Data to evaluate on at the end: a source, or `same` for the training data. Default: none.");

/** A source of sequences with all defaults filled in. */
export type DataSource = z.output<typeof dataSourceSchema>;

function sourceMessage(got: unknown, besides = ""): string {
  const keys = typeof got === "object" && got !== null && !Array.isArray(got) ? Object.keys(got) : [];
  const shown = keys.length > 0 ? `the keys ${keys.slice(0, 10).join(", ")}` : showValue(got);
  const hint = keys.length === 1 ? suggestion(keys[0], dataSourceKinds) : "";
  return `expected ${besides}a mapping with just one of the keys ${dataSourceKinds.join(", ")}, got ${shown}${hint}`;
}
