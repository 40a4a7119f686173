import * as z from "zod";
import { expected, flag, wholeNumber } from "../fields.js";
import { laterMapping } from "../structures.js";
import {
  column,
  columnsField,
  featuresField,
  rowsField,
  sampleWeightField,
  sourcePath,
  targetFields,
} from "./source-fields.js";
import { tokensField } from "./tokens.js";

const most = 2 ** 31 - 1;

const windowsSchema = laterMapping(() => ({
  length: wholeNumber(1, most).describe("Time steps of a window."),
  targets: columnsField("Columns to predict. Default: the input columns."),
  horizon: wholeNumber(1, most)
    .default(1)
    .describe(
      "How far behind the window's last time step the target begins, in time steps of the window. Default: 1, the next one.",
    ),
  steps: wholeNumber(1, most)
    .default(1)
    .describe("Number of time steps to predict: the target has steps * columns values. Default: 1."),
  stride: wholeNumber(1, most)
    .default(1)
    .describe("Rows from the start of a window to that of the next. Default: 1."),
  samplingRate: wholeNumber(1, most)
    .default(1)
    .describe("Rows from one time step of a window to the next. Default: 1."),
}));

/** How one time series is cut into windows. */
export type CsvWindows = z.output<typeof windowsSchema>;

const alone = ["label", "targets", "sampleWeight", "textColumn", "tokens"] as const;

export const csvSourceSchema = laterMapping(() => ({
  csv: sourcePath("CSV file"),
  columns: columnsField("Columns of the inputs, in the order of time. Default: all that have no other use."),
  features: featuresField(),
  ...targetFields(),
  sampleWeight: sampleWeightField("column"),
  textColumn: column()
    .exactOptional()
    .describe("Column with a text as the input, in place of columns. Default: none."),
  tokens: tokensField("textColumn"),
  windows: windowsSchema
    .exactOptional()
    .describe(
      "The rows are one time series, its columns the features, which is cut into windows. Default: each row is a sequence.",
    ),
  delimiter: z
    .string({ error: expected("one character") })
    .regex(/^[^\r\n"]$/u, { error: expected("one character, no line break and no quote") })
    .default(",")
    .describe("What stands between values: one character. Default: a comma."),
  header: flag()
    .default(true)
    .describe(
      'The first line names the columns; without it they are named "0", "1" and so on. Default: true.',
    ),
  rows: rowsField(),
}))
  .superRefine((source, context) => {
    const refuse = (key: string, message: string) => {
      context.addIssue({ code: "custom", path: [key], message });
    };
    if (source.windows !== undefined) {
      for (const key of alone) {
        if (source[key] !== undefined)
          refuse(key, "expected nothing beside windows, whose targets are columns too");
      }
      if (source.features !== 1)
        refuse("features", `expected 1 beside windows, each column is a feature, got ${source.features}`);
    }
    if (source.label !== undefined && source.targets !== undefined) {
      refuse("targets", "expected nothing beside label");
    }
    if (source.textColumn !== undefined && source.columns !== undefined) {
      refuse("columns", "expected nothing beside textColumn");
    }
    if (source.textColumn !== undefined && source.features !== 1) {
      refuse("features", `expected 1 beside textColumn, a time step is a token, got ${source.features}`);
    }
    if (source.tokens !== undefined && source.textColumn === undefined) {
      refuse("textColumn", "expected a column's name as tokens is given, got nothing");
    }
  })
  .describe("A CSV file: a row is a sequence, or the rows are one time series.");

/** A CSV file with all defaults filled in. */
export type CsvSource = z.output<typeof csvSourceSchema>;
