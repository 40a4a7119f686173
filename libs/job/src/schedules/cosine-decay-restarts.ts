import type * as z from "zod";
import { numberWithin, positiveFloat32, wholeNumber } from "../fields.js";
import { variant } from "../structures.js";
import { alphaField, initialLearningRateField } from "./schedule-fields.js";

export const cosineDecayRestartsSchema = variant(
  {
    type: "CosineDecayRestarts",
    about: "Cosine decays, one after another.",
    description: "Cosine decay with warm restarts.",
  },
  () => ({
    initialLearningRate: initialLearningRateField(),
    firstDecaySteps: wholeNumber(1, 2 ** 31 - 1).describe("Length of the first decay, in steps."),
    tMul: numberWithin(1, 1_000_000).default(2).describe("How much longer each next decay is. Default: 2."),
    mMul: positiveFloat32()
      .default(1)
      .describe("Factor of each next decay's first learning rate. Default: 1."),
    alpha: alphaField(),
  }),
);

/** CosineDecayRestarts with all defaults filled in. */
export type CosineDecayRestartsSpec = z.output<typeof cosineDecayRestartsSchema>;
