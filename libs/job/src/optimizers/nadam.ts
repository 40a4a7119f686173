import * as z from "zod";
import { mapping } from "../structures.js";
import { learningRateField, momentsFields, refusedOfOptimizers, sharedFields } from "./optimizer-fields.js";

export const nadamSchema = mapping(
  {
    type: z.literal("Nadam").describe("Nadam: Adam with Nesterov's momentum (Dozat, 2016)."),
    learningRate: learningRateField(0.001),
    ...momentsFields(),
    ...sharedFields(),
  },
  refusedOfOptimizers,
).describe("Adam with Nesterov's momentum.");

/** Nadam with all defaults filled in. */
export type NadamSpec = z.output<typeof nadamSchema>;
