import type * as z from "zod";
import { choice, wholeNumber } from "../fields.js";
import { mapping } from "../structures.js";

const most = 2 ** 31 - 1;

export const randomSourceSchema = mapping({
  random: mapping({
    sequences: wholeNumber(1, most).describe("Number of sequences."),
    timeSteps: wholeNumber(1, most).describe("Length of a sequence, in time steps."),
    features: wholeNumber(1, most).describe("Number of features of a time step."),
    labels: choice(["binary"])
      .default("binary")
      .describe("Targets: binary (0 or 1, evenly), one for each sequence. Default: binary."),
  }).describe("Values from the job's seed: features uniform in [0, 1)."),
}).describe("Random sequences, the same for the same seed.");

/** Random sequences with all defaults filled in. */
export type RandomSource = z.output<typeof randomSourceSchema>;
