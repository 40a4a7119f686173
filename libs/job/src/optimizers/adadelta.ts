import type * as z from "zod";
import { variant } from "../structures.js";
import {
  betaField,
  epsilonField,
  learningRateField,
  refusedOfOptimizers,
  sharedFields,
} from "./optimizer-fields.js";

export const adadeltaSchema = variant(
  {
    type: "Adadelta",
    about: "Adadelta: updates in proportion to past updates.",
    description: "The Adadelta optimizer.",
    refused: refusedOfOptimizers,
  },
  () => ({
    learningRate: learningRateField(0.001),
    rho: betaField("mean squares", 0.95),
    epsilon: epsilonField("the mean squares, inside the roots"),
    ...sharedFields(),
  }),
);

/** Adadelta with all defaults filled in. */
export type AdadeltaSpec = z.output<typeof adadeltaSchema>;
