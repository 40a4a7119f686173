import * as z from "zod";
import { nonNegativeFloat32, wholeNumber } from "../fields.js";
import { mapping } from "../structures.js";
import { alphaField, decayStepsField, initialLearningRateField } from "./schedule-fields.js";

export const cosineDecaySchema = mapping({
  type: z
    .literal("CosineDecay")
    .describe("The rate falls as half a wave of a cosine, after a linear warm-up."),
  initialLearningRate: initialLearningRateField(),
  decaySteps: decayStepsField(),
  alpha: alphaField(),
  warmupTarget: nonNegativeFloat32()
    .exactOptional()
    .describe("Learning rate at the end of the warm-up, from which the decay begins. Default: no warm-up."),
  warmupSteps: wholeNumber(0, 2 ** 31 - 1)
    .default(0)
    .describe("Length of the warm-up from initialLearningRate to warmupTarget, in steps. Default: 0."),
})
  .refine(({ warmupTarget, warmupSteps }) => warmupTarget !== undefined || warmupSteps === 0, {
    path: ["warmupTarget"],
    error: "expected a learning rate as warmupSteps is given, got nothing",
  })
  .describe("Cosine decay, with a warm-up where warmupTarget is given.");

/** CosineDecay with all defaults filled in. */
export type CosineDecaySpec = z.output<typeof cosineDecaySchema>;
