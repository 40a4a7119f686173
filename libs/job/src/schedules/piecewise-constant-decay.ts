import type * as z from "zod";
import { nonNegativeFloat32, wholeNumber } from "../fields.js";
import { list, variant } from "../structures.js";

export const piecewiseConstantDecaySchema = variant(
  {
    type: "PiecewiseConstantDecay",
    about: "The rate is constant between boundaries.",
    description: "values[0] up to and with step boundaries[0], then values[1], and so on.",
  },
  () => ({
    boundaries: list(wholeNumber(0, 2 ** 31 - 1), "boundaries", 1, 1000)
      .refine((steps) => steps.every((step, index) => index === 0 || step > (steps[index - 1] ?? -1)), {
        error: "expected steps in ascending order",
      })
      .describe("Last steps of all pieces but the last one, ascending."),
    values: list(nonNegativeFloat32(), "learning rates", 2, 1001).describe(
      "Learning rates of the pieces: one more than boundaries.",
    ),
  }),
  {
    holds: ({ boundaries, values }) => values.length === boundaries.length + 1,
    option: "values",
    error: "expected one learning rate more than boundaries",
  },
);

/** PiecewiseConstantDecay with all defaults filled in. */
export type PiecewiseConstantDecaySpec = z.output<typeof piecewiseConstantDecaySchema>;
