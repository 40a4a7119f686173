import * as z from "zod";
import { mapping } from "../structures.js";
import {
  amsgradField,
  learningRateField,
  momentsFields,
  refusedOfOptimizers,
  sharedFields,
} from "./optimizer-fields.js";

export const adamSchema = mapping(
  {
    type: z.literal("Adam").describe("Adam (Kingma and Ba, 2014), as Keras computes it."),
    learningRate: learningRateField(0.001),
    ...momentsFields(),
    amsgrad: amsgradField(),
    ...sharedFields(),
  },
  refusedOfOptimizers,
).describe("The Adam optimizer.");

/** Adam with all defaults filled in. */
export type AdamSpec = z.output<typeof adamSchema>;
