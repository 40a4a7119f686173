import * as z from "zod";
import { mapping } from "../structures.js";
import { layerFields, rateField, refusedOfDropout } from "./layer-fields.js";

export const dropoutSchema = mapping(
  {
    type: z.literal("Dropout").describe("Sets a random share of the values to 0 in training."),
    ...layerFields(),
    rate: rateField("values"),
  },
  { ...refusedOfDropout, noiseShape: "one mask for each value; SpatialDropout1D drops whole features" },
).describe("Dropout: each value by itself.");

/** Dropout with all defaults filled in. */
export type DropoutSpec = z.output<typeof dropoutSchema>;
