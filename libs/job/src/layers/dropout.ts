import type * as z from "zod";
import { variant } from "../structures.js";
import { layerFields, rateField, refusedOfDropout } from "./layer-fields.js";

export const dropoutSchema = variant(
  {
    type: "Dropout",
    about: "Sets a random share of the values to 0 in training.",
    description: "Dropout: each value by itself.",
    refused: {
      ...refusedOfDropout,
      noiseShape: "one mask for each value; SpatialDropout1D drops whole features",
    },
  },
  () => ({
    ...layerFields(),
    rate: rateField("values"),
  }),
);

/** Dropout with all defaults filled in. */
export type DropoutSpec = z.output<typeof dropoutSchema>;
