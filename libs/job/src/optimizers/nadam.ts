import type * as z from "zod";
import { variant } from "../structures.js";
import { learningRateField, momentsFields, refusedOfOptimizers, sharedFields } from "./optimizer-fields.js";

export const nadamSchema = variant(
  {
    type: "Nadam",
    about: "Nadam: Adam with Nesterov's momentum (Dozat, 2016).",
    description: "Adam with Nesterov's momentum.",
    refused: refusedOfOptimizers,
  },
  () => ({
    learningRate: learningRateField(0.001),
    ...momentsFields(),
    ...sharedFields(),
  }),
);

/** Nadam with all defaults filled in. */
export type NadamSpec = z.output<typeof nadamSchema>;
