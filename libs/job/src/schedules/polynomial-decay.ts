import type * as z from "zod";
import { flag, nonNegativeFloat32, positiveFloat32 } from "../fields.js";
import { variant } from "../structures.js";
import { decayStepsField, initialLearningRateField } from "./schedule-fields.js";

export const polynomialDecaySchema = variant(
  {
    type: "PolynomialDecay",
    about: "The rate goes to endLearningRate in decaySteps.",
    description: "(initialLearningRate - endLearningRate) * (1 - step / decaySteps)^power + endLearningRate.",
  },
  () => ({
    initialLearningRate: initialLearningRateField(),
    decaySteps: decayStepsField(),
    endLearningRate: nonNegativeFloat32()
      .default(0.0001)
      .describe("Learning rate at the end. Default: 0.0001."),
    power: positiveFloat32().default(1).describe("Power of the polynomial. Default: 1, a straight line."),
    cycle: flag()
      .default(false)
      .describe("Starts again, each time for longer, beyond decaySteps. Default: false."),
  }),
);

/** PolynomialDecay with all defaults filled in. */
export type PolynomialDecaySpec = z.output<typeof polynomialDecaySchema>;
