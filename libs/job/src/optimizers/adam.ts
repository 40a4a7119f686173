import type * as z from "zod";
import { variant } from "../structures.js";
import {
  amsgradField,
  learningRateField,
  momentsFields,
  refusedOfOptimizers,
  sharedFields,
} from "./optimizer-fields.js";

export const adamSchema = variant(
  {
    type: "Adam",
    about: "Adam (Kingma and Ba, 2014), as Keras computes it.",
    description: "The Adam optimizer.",
    refused: refusedOfOptimizers,
  },
  () => ({
    learningRate: learningRateField(0.001),
    ...momentsFields(),
    amsgrad: amsgradField(),
    ...sharedFields(),
  }),
);

/** Adam with all defaults filled in. */
export type AdamSpec = z.output<typeof adamSchema>;
