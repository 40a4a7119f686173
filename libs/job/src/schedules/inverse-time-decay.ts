import * as z from "zod";
import { flag } from "../fields.js";
import { mapping } from "../structures.js";
import { decayRateField, decayStepsField, initialLearningRateField } from "./schedule-fields.js";

export const inverseTimeDecaySchema = mapping({
  type: z.literal("InverseTimeDecay").describe("The rate is divided by a number that grows evenly."),
  initialLearningRate: initialLearningRateField(),
  decaySteps: decayStepsField(),
  decayRate: decayRateField(),
  staircase: flag().default(false).describe("Decays in jumps, every decaySteps. Default: false."),
}).describe("initialLearningRate / (1 + decayRate * step / decaySteps).");

/** InverseTimeDecay with all defaults filled in. */
export type InverseTimeDecaySpec = z.output<typeof inverseTimeDecaySchema>;
