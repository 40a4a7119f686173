import type * as z from "zod";
import { flag } from "../fields.js";
import { variant } from "../structures.js";
import { decayRateField, decayStepsField, initialLearningRateField } from "./schedule-fields.js";

export const exponentialDecaySchema = variant(
  {
    type: "ExponentialDecay",
    about: "The rate is multiplied with decayRate every decaySteps.",
    description: "initialLearningRate * decayRate^(step / decaySteps).",
  },
  () => ({
    initialLearningRate: initialLearningRateField(),
    decaySteps: decayStepsField(),
    decayRate: decayRateField(),
    staircase: flag().default(false).describe("Decays in jumps, every decaySteps. Default: false."),
  }),
);

/** ExponentialDecay with all defaults filled in. */
export type ExponentialDecaySpec = z.output<typeof exponentialDecaySchema>;
