import type * as z from "zod";
import { variant } from "../structures.js";
import { learningRateField, momentsFields, refusedOfOptimizers, sharedFields } from "./optimizer-fields.js";

export const adamaxSchema = variant(
  {
    type: "Adamax",
    about: "Adamax: Adam with the largest gradient in place of the second moment.",
    description: "Adam in the infinity norm.",
    refused: refusedOfOptimizers,
  },
  () => ({
    learningRate: learningRateField(0.001),
    ...momentsFields(),
    ...sharedFields(),
  }),
);

/** Adamax with all defaults filled in. */
export type AdamaxSpec = z.output<typeof adamaxSchema>;
