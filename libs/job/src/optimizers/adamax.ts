import * as z from "zod";
import { mapping } from "../structures.js";
import { learningRateField, momentsFields, refusedOfOptimizers, sharedFields } from "./optimizer-fields.js";

export const adamaxSchema = mapping(
  {
    type: z
      .literal("Adamax")
      .describe("Adamax: Adam with the largest gradient in place of the second moment."),
    learningRate: learningRateField(0.001),
    ...momentsFields(),
    ...sharedFields(),
  },
  refusedOfOptimizers,
).describe("Adam in the infinity norm.");

/** Adamax with all defaults filled in. */
export type AdamaxSpec = z.output<typeof adamaxSchema>;
