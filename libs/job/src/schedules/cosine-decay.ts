import type * as z from "zod";
import { nonNegativeFloat32, wholeNumber } from "../fields.js";
import { variant } from "../structures.js";
import { alphaField, decayStepsField, initialLearningRateField } from "./schedule-fields.js";

export const cosineDecaySchema = variant(
  {
    type: "CosineDecay",
    about: "The rate falls as half a wave of a cosine, after a linear warm-up.",
    description: "Cosine decay, with a warm-up where warmupTarget is given.",
  },
  () => ({
    initialLearningRate: initialLearningRateField(),
    decaySteps: decayStepsField(),
    alpha: alphaField(),
    warmupTarget: nonNegativeFloat32()
      .exactOptional()
      .describe("Learning rate at the end of the warm-up, from which the decay begins. Default: no warm-up."),
    warmupSteps: wholeNumber(0, 2 ** 31 - 1)
      .default(0)
      .describe("Length of the warm-up from initialLearningRate to warmupTarget, in steps. Default: 0."),
  }),
  {
    holds: ({ warmupTarget, warmupSteps }) => warmupTarget !== undefined || warmupSteps === 0,
    option: "warmupTarget",
    error: "expected a learning rate as warmupSteps is given, got nothing",
  },
);

/** CosineDecay with all defaults filled in. */
export type CosineDecaySpec = z.output<typeof cosineDecaySchema>;
