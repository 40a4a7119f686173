import type * as z from "zod";
import { flag } from "../fields.js";
import { variant } from "../structures.js";
import { decayRateField, decayStepsField, initialLearningRateField } from "./schedule-fields.js";

export const inverseTimeDecaySchema = variant(
  {
    type: "InverseTimeDecay",
    about: "The rate is divided by a number that grows evenly.",
    description: "initialLearningRate / (1 + decayRate * step / decaySteps).",
  },
  () => ({
    initialLearningRate: initialLearningRateField(),
    decaySteps: decayStepsField(),
    decayRate: decayRateField(),
    staircase: flag().default(false).describe("Decays in jumps, every decaySteps. Default: false."),
  }),
);

/** InverseTimeDecay with all defaults filled in. */
export type InverseTimeDecaySpec = z.output<typeof inverseTimeDecaySchema>;
