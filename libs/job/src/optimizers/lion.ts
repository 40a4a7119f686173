import * as z from "zod";
import { mapping } from "../structures.js";
import { betaField, learningRateField, refusedOfOptimizers, sharedFields } from "./optimizer-fields.js";

export const lionSchema = mapping(
  {
    type: z.literal("Lion").describe("Lion: updates by the sign of a mean of gradients."),
    learningRate: learningRateField(0.001),
    beta1: betaField("mean of the update", 0.9),
    beta2: betaField("first moment", 0.99),
    ...sharedFields(),
  },
  refusedOfOptimizers,
).describe("The Lion optimizer.");

/** Lion with all defaults filled in. */
export type LionSpec = z.output<typeof lionSchema>;
