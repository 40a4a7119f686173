import * as z from "zod";
import { callbackSchema } from "../callbacks/callback.js";
import { expected, flag, fraction, nonNegativeFloat32, wholeNumber } from "../fields.js";
import { list, mapping } from "../structures.js";

const bucketingSchema = mapping({
  windowBatches: wholeNumber(2, 1_000_000)
    .default(50)
    .describe(
      "Batches' worth of shuffled sequences that are sorted by length at a time: more saves more padding, less mixes better. Default: 50.",
    ),
});

/** How sequences of about one length come into one batch. */
export type BucketingSpec = z.output<typeof bucketingSchema>;

const classWeightSchema = z.record(
  z
    .string()
    .regex(/^(0|[1-9]\d{0,7})$/, { error: expected("a class number (a whole number of at least 0)") }),
  nonNegativeFloat32(),
  {
    error: (issue) =>
      issue.code === "invalid_key"
        ? "expected a class number as the key (a whole number of at least 0)"
        : expected("a mapping from class numbers to weights")(issue),
  },
);

export const fitSchema = mapping(
  {
    epochs: wholeNumber(1, 1e9).default(1).describe("Number of passes over the training data. Default: 1."),
    batchSize: wholeNumber(1, 2 ** 31 - 1)
      .default(32)
      .describe("Sequences of a global batch, one optimizer update each. Default: 32."),
    shuffle: flag()
      .default(true)
      .describe(
        "New order of the sequences each epoch; to be false where a layer is stateful. Default: true.",
      ),
    validationSplit: fraction()
      .default(0)
      .describe(
        "Share of the training data, from its end and before shuffling, that is kept for validation. Default: 0.",
      ),
    classWeight: classWeightSchema
      .exactOptional()
      .describe(
        "Weight of each class in the loss, { class number: weight }; 1 for classes left out. Default: none.",
      ),
    truncate: wholeNumber(1, 2 ** 31 - 1)
      .exactOptional()
      .describe(
        "Truncated BPTT: sequences are cut into segments of so many time steps, with an update after each; states go on from one segment to the next, gradients do not. Default: whole sequences.",
      ),
    bucketing: bucketingSchema
      .exactOptional()
      .describe(
        "Sequences of about one length come into one batch, so that less is padded. Default: they do not.",
      ),
    callbacks: list(callbackSchema, "callbacks", 0, 20)
      .prefault([])
      .describe("What happens at the end of every epoch. Default: nothing."),
  },
  {
    validationData: "give data.validation",
    validationBatchSize: "validation has the batches of fit.batchSize",
    sampleWeight: "give sampleWeight of the data source",
    initialEpoch: "epochs begin at 0",
    stepsPerEpoch: "an epoch is one pass over the data",
    validationSteps: "validation is one pass over the data",
    validationFreq: "validation follows every epoch",
    verbose: "progress is always shown",
  },
).describe("How the model is trained.");

/** How the model is trained, with all defaults filled in. */
export type FitSpec = z.output<typeof fitSchema>;
