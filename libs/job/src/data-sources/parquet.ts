import * as z from "zod";
import { expected } from "../fields.js";
import { laterMapping, list } from "../structures.js";
import {
  column,
  featuresField,
  rowsField,
  sampleWeightField,
  sourcePath,
  targetFields,
  targetPerField,
} from "./source-fields.js";
import { tokensField } from "./tokens.js";

export const parquetSourceSchema = laterMapping(() => ({
  parquet: sourcePath("Parquet file"),
  x: z
    .union([column(), list(column(), "columns", 1, 1 << 20)], {
      error: expected("a column's name, or a list of columns"),
    })
    .transform((columns): string[] => (typeof columns === "string" ? [columns] : columns))
    .prefault("x")
    .describe(
      "Column of the inputs, with lists (sequences of any length) or text; or a list of columns with numbers, in the order of time. Default: x.",
    ),
  features: featuresField(),
  ...targetFields(),
  sampleWeight: sampleWeightField("column"),
  targetPer: targetPerField(),
  tokens: tokensField("x"),
  rows: rowsField(),
}))
  .refine(({ label, targets }) => label === undefined || targets === undefined, {
    path: ["targets"],
    error: "expected nothing beside label",
  })
  .refine(({ tokens, x }) => tokens === undefined || x.length === 1, {
    path: ["x"],
    error: ({ input }) =>
      `expected one column as tokens is given, got ${(input as { x: string[] }).x.length}`,
  })
  .describe("A Parquet file: a row is a sequence.");

/** A Parquet file with all defaults filled in. */
export type ParquetSource = z.output<typeof parquetSourceSchema>;
