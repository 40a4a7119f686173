import * as z from "zod";
import { fractionFloat32, nonNegativeFloat32, positiveFloat32 } from "../fields.js";
import { mapping } from "../structures.js";

export const adamSchema = mapping({
  type: z.literal("Adam").describe("Adam (Kingma and Ba, 2014), as Keras computes it."),
  learningRate: nonNegativeFloat32().default(0.001).describe("Size of an update. Default: 0.001."),
  beta1: fractionFloat32().default(0.9).describe("Decay of the first moment, a step. Default: 0.9."),
  beta2: fractionFloat32().default(0.999).describe("Decay of the second moment, a step. Default: 0.999."),
  epsilon: positiveFloat32()
    .default(1e-7)
    .describe("Added to the root of the second moment (epsilon-hat of the paper). Default: 1e-7."),
}).describe("The Adam optimizer.");

/** Adam with all defaults filled in. */
export type AdamSpec = z.output<typeof adamSchema>;
