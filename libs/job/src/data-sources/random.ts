import type * as z from "zod";
import { choice, wholeNumber } from "../fields.js";
import { mapping } from "../structures.js";

const most = 2 ** 31 - 1;

export const randomSourceSchema = mapping({
  random: mapping({
    sequences: wholeNumber(1, most).describe("Number of sequences."),
    timeSteps: wholeNumber(1, most).describe("Length of a sequence, in time steps."),
    features: wholeNumber(1, most).describe("Number of features of a time step; 2 for labels adding."),
    labels: choice(["binary", "categorical", "adding"])
      .default("binary")
      .describe(
        "Targets, one for each sequence: binary (0 or 1, evenly), categorical (a class number, evenly), or adding (the adding problem: the second feature marks two time steps, the target is the sum of their first features). Default: binary.",
      ),
    classes: wholeNumber(2, 2 ** 24)
      .exactOptional()
      .describe("Number of classes; for labels categorical, and only there."),
  })
    .refine(({ labels, classes }) => labels !== "categorical" || classes !== undefined, {
      path: ["classes"],
      error: "expected a whole number of at least 2 for labels categorical, got nothing",
    })
    .refine(({ labels, classes }) => labels === "categorical" || classes === undefined, {
      path: ["classes"],
      error: "expected nothing unless labels is categorical",
    })
    .refine(({ labels, features }) => labels !== "adding" || features === 2, {
      path: ["features"],
      error: "expected 2 for labels adding: a value and a mark",
    })
    .refine(({ labels, timeSteps }) => labels !== "adding" || timeSteps >= 2, {
      path: ["timeSteps"],
      error: "expected at least 2 for labels adding: two time steps are marked",
    })
    .describe("Values from the job's seed: features uniform in [0, 1)."),
}).describe("Random sequences, the same for the same seed.");

/** Random sequences with all defaults filled in. */
export type RandomSource = z.output<typeof randomSourceSchema>;
