import type * as z from "zod";
import { choice, wholeNumber } from "../fields.js";
import { laterMapping, mapping } from "../structures.js";

const most = 2 ** 31 - 1;

export const randomSourceSchema = laterMapping(() => ({
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
    .superRefine(checkLabels)
    .describe("Values from the job's seed: features uniform in [0, 1)."),
})).describe("Random sequences, the same for the same seed.");

/** Random sequences with all defaults filled in. */
export type RandomSource = z.output<typeof randomSourceSchema>;

/** Options that only some labels have, or need. */
function checkLabels(
  given: { labels: string; features: number; timeSteps: number; classes?: number },
  context: z.core.$RefinementCtx,
): void {
  const refuse = (key: string, message: string) => {
    context.addIssue({ code: "custom", path: [key], message });
  };
  const { labels, classes, features, timeSteps } = given;
  if (labels === "categorical" && classes === undefined) {
    refuse("classes", "expected a whole number of at least 2 for labels categorical, got nothing");
  }
  if (labels !== "categorical" && classes !== undefined) {
    refuse("classes", `expected nothing unless labels is categorical, got ${classes}`);
  }
  if (labels !== "adding") return;
  if (features !== 2)
    refuse("features", `expected 2 for labels adding (a value and a mark), got ${features}`);
  if (timeSteps < 2)
    refuse("timeSteps", `expected at least 2 for labels adding (two are marked), got ${timeSteps}`);
}
