import * as z from "zod";
import { mapping } from "../structures.js";
import {
  betaField,
  epsilonField,
  learningRateField,
  refusedOfOptimizers,
  sharedFields,
} from "./optimizer-fields.js";

export const adadeltaSchema = mapping(
  {
    type: z.literal("Adadelta").describe("Adadelta: updates in proportion to past updates."),
    learningRate: learningRateField(0.001),
    rho: betaField("mean squares", 0.95),
    epsilon: epsilonField("the mean squares, inside the roots"),
    ...sharedFields(),
  },
  refusedOfOptimizers,
).describe("The Adadelta optimizer.");

/** Adadelta with all defaults filled in. */
export type AdadeltaSpec = z.output<typeof adadeltaSchema>;
