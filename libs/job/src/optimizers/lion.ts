import type * as z from "zod";
import { variant } from "../structures.js";
import { betaField, learningRateField, refusedOfOptimizers, sharedFields } from "./optimizer-fields.js";

export const lionSchema = variant(
  {
    type: "Lion",
    about: "Lion: updates by the sign of a mean of gradients.",
    description: "The Lion optimizer.",
    refused: refusedOfOptimizers,
  },
  () => ({
    learningRate: learningRateField(0.001),
    beta1: betaField("mean of the update", 0.9),
    beta2: betaField("first moment", 0.99),
    ...sharedFields(),
  }),
);

/** Lion with all defaults filled in. */
export type LionSpec = z.output<typeof lionSchema>;
