import type * as z from "zod";
import { dataSourceSchema, testSourceSchema } from "../data-sources/data-source.js";
import { choice, flag, float32, wholeNumber } from "../fields.js";
import { mapping } from "../structures.js";

const paddingSchema = mapping({
  side: choice(["pre", "post"])
    .default("post")
    .describe("Where shorter sequences are filled up: pre (before) or post (behind). Default: post."),
  truncating: choice(["pre", "post"])
    .default("pre")
    .describe(
      "Where longer ones than maxLength are cut: pre (the end stays) or post (the start stays). Default: pre.",
    ),
  value: float32()
    .default(0)
    .describe("What is filled in; with 0, Embedding's maskZero and Masking pass over it. Default: 0."),
  maxLength: wholeNumber(1, 2 ** 31 - 1)
    .exactOptional()
    .describe("Time steps of the longest sequence that is kept whole. Default: no sequence is cut."),
});

/** How sequences of different lengths become equally long. */
export type PaddingSpec = z.output<typeof paddingSchema>;

export const dataSchema = mapping({
  train: dataSourceSchema.describe("The training data."),
  validation: dataSourceSchema
    .exactOptional()
    .describe("Data to evaluate on after every epoch; not together with fit.validationSplit. Default: none."),
  test: testSourceSchema.exactOptional(),
  padding: paddingSchema
    .prefault({})
    .describe(
      "How sequences of different lengths become equally long, as pad_sequences does it. Default: all defaults.",
    ),
  standardise: flag()
    .default(false)
    .describe(
      "Scales every feature to mean 0 and variance 1 of the training data (without its validation part); saved with the model. Default: false.",
    ),
  standardiseTargets: flag()
    .default(false)
    .describe("Scales targets in that way too; predictions are scaled back. Default: false."),
}).describe("The data of the run.");

/** The data of the run, with all defaults filled in. */
export type DataSpec = z.output<typeof dataSchema>;
