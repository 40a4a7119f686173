import * as z from "zod";
import { wholeNumber } from "../fields.js";
import { mapping } from "../structures.js";
import { layerFields, refusedOfLayers } from "./layer-fields.js";

export const repeatVectorSchema = mapping(
  {
    type: z.literal("RepeatVector").describe("One vector as a sequence."),
    ...layerFields(),
    n: wholeNumber(1, 2 ** 31 - 1).describe("Number of time steps."),
  },
  refusedOfLayers,
).describe("RepeatVector: (features) becomes (n, features).");

/** RepeatVector with all defaults filled in. */
export type RepeatVectorSpec = z.output<typeof repeatVectorSchema>;
