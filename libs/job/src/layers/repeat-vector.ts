import type * as z from "zod";
import { wholeNumber } from "../fields.js";
import { variant } from "../structures.js";
import { layerFields, refusedOfLayers } from "./layer-fields.js";

export const repeatVectorSchema = variant(
  {
    type: "RepeatVector",
    about: "One vector as a sequence.",
    description: "RepeatVector: (features) becomes (n, features).",
    refused: refusedOfLayers,
  },
  () => ({
    ...layerFields(),
    n: wholeNumber(1, 2 ** 31 - 1).describe("Number of time steps."),
  }),
);

/** RepeatVector with all defaults filled in. */
export type RepeatVectorSpec = z.output<typeof repeatVectorSchema>;
