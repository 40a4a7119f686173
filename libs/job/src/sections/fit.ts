import { flag, fraction, wholeNumber } from "../fields.js";
import { mapping } from "../structures.js";

export const fitSchema = mapping({
  epochs: wholeNumber(1, 1e9).default(1).describe("Number of passes over the training data. Default: 1."),
  batchSize: wholeNumber(1, 2 ** 31 - 1)
    .default(32)
    .describe("Sequences of a global batch, one optimizer update each. Default: 32."),
  shuffle: flag().default(true).describe("New order of the sequences each epoch. Default: true."),
  validationSplit: fraction()
    .default(0)
    .describe(
      "Share of the training data, from its end and before shuffling, that is kept for validation. Default: 0.",
    ),
}).describe("How the model is trained.");
