import type * as z from "zod";
import { nonNegativeFloat32 } from "../fields.js";
import { variant } from "../structures.js";
import { epsilonField, learningRateField, refusedOfOptimizers, sharedFields } from "./optimizer-fields.js";

export const adagradSchema = variant(
  {
    type: "Adagrad",
    about: "Adagrad: divides by the root of the sum of past squares.",
    description: "The Adagrad optimizer.",
    refused: refusedOfOptimizers,
  },
  () => ({
    learningRate: learningRateField(0.001),
    initialAccumulatorValue: nonNegativeFloat32()
      .default(0.1)
      .describe("First value of the sums of squares. Default: 0.1."),
    epsilon: epsilonField("the sum of squares, inside the root"),
    ...sharedFields(),
  }),
);

/** Adagrad with all defaults filled in. */
export type AdagradSpec = z.output<typeof adagradSchema>;
