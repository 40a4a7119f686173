import type * as z from "zod";
import { flag, numberWithin } from "../fields.js";
import { variant } from "../structures.js";
import { learningRateField, refusedOfOptimizers, sharedFields } from "./optimizer-fields.js";

export const sgdSchema = variant(
  {
    type: "SGD",
    about: "Gradient descent, with momentum where it is given.",
    description: "Gradient descent.",
    refused: refusedOfOptimizers,
  },
  () => ({
    learningRate: learningRateField(0.01),
    momentum: numberWithin(0, 1).default(0).describe("Share of the last update that goes on. Default: 0."),
    nesterov: flag().default(false).describe("Nesterov's momentum. Default: false."),
    ...sharedFields(),
  }),
);

/** SGD with all defaults filled in. */
export type SgdSpec = z.output<typeof sgdSchema>;
