import * as z from "zod";
import { mapping } from "../structures.js";
import {
  amsgradField,
  decoupledFields,
  learningRateField,
  momentsFields,
  refusedOfOptimizers,
} from "./optimizer-fields.js";

export const adamWSchema = mapping(
  {
    type: z.literal("AdamW").describe("Adam with weight decay (Loshchilov and Hutter, 2017)."),
    learningRate: learningRateField(0.001),
    ...momentsFields(),
    amsgrad: amsgradField(),
    ...decoupledFields(0.004),
  },
  refusedOfOptimizers,
).describe("Adam with weight decay apart from the gradient.");

/** AdamW with all defaults filled in. */
export type AdamWSpec = z.output<typeof adamWSchema>;
