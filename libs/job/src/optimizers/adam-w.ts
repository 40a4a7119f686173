import type * as z from "zod";
import { variant } from "../structures.js";
import {
  amsgradField,
  decoupledFields,
  learningRateField,
  momentsFields,
  refusedOfOptimizers,
} from "./optimizer-fields.js";

export const adamWSchema = variant(
  {
    type: "AdamW",
    about: "Adam with weight decay (Loshchilov and Hutter, 2017).",
    description: "Adam with weight decay apart from the gradient.",
    refused: refusedOfOptimizers,
  },
  () => ({
    learningRate: learningRateField(0.001),
    ...momentsFields(),
    amsgrad: amsgradField(),
    ...decoupledFields(0.004),
  }),
);

/** AdamW with all defaults filled in. */
export type AdamWSpec = z.output<typeof adamWSchema>;
