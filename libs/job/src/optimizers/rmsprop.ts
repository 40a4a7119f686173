import type * as z from "zod";
import { flag, numberWithin } from "../fields.js";
import { variant } from "../structures.js";
import {
  betaField,
  epsilonField,
  learningRateField,
  refusedOfOptimizers,
  sharedFields,
} from "./optimizer-fields.js";

export const rmspropSchema = variant(
  {
    type: "RMSprop",
    about: "RMSprop: divides by the root of the mean square of past gradients.",
    description: "The RMSprop optimizer.",
    refused: refusedOfOptimizers,
  },
  () => ({
    learningRate: learningRateField(0.001),
    rho: betaField("mean square", 0.9),
    momentum: numberWithin(0, 1).default(0).describe("Share of the last update that goes on. Default: 0."),
    epsilon: epsilonField("the mean square, inside the root"),
    centered: flag().default(false).describe("Divides by the variance, not the mean square. Default: false."),
    ...sharedFields(),
  }),
);

/** RMSprop with all defaults filled in. */
export type RmspropSpec = z.output<typeof rmspropSchema>;
