import * as z from "zod";
import { flag } from "../fields.js";
import { mapping } from "../structures.js";
import { decayRateField, decayStepsField, initialLearningRateField } from "./schedule-fields.js";

export const exponentialDecaySchema = mapping({
  type: z.literal("ExponentialDecay").describe("The rate is multiplied with decayRate every decaySteps."),
  initialLearningRate: initialLearningRateField(),
  decaySteps: decayStepsField(),
  decayRate: decayRateField(),
  staircase: flag().default(false).describe("Decays in jumps, every decaySteps. Default: false."),
}).describe("initialLearningRate * decayRate^(step / decaySteps).");

/** ExponentialDecay with all defaults filled in. */
export type ExponentialDecaySpec = z.output<typeof exponentialDecaySchema>;
