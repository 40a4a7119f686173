import type * as z from "zod";
import { variant } from "../structures.js";
import { layerFields, rateField, refusedOfDropout } from "./layer-fields.js";

export const spatialDropout1dSchema = variant(
  {
    type: "SpatialDropout1D",
    about: "Sets random features to 0 in training.",
    description: "SpatialDropout1D: whole features, at all time steps.",
    refused: refusedOfDropout,
  },
  () => ({
    ...layerFields(),
    rate: rateField("features"),
  }),
);

/** SpatialDropout1D with all defaults filled in. */
export type SpatialDropout1dSpec = z.output<typeof spatialDropout1dSchema>;
