import * as z from "zod";
import { mapping } from "../structures.js";
import { layerFields, rateField, refusedOfDropout } from "./layer-fields.js";

export const spatialDropout1dSchema = mapping(
  {
    type: z.literal("SpatialDropout1D").describe("Sets random features to 0 in training."),
    ...layerFields(),
    rate: rateField("features"),
  },
  refusedOfDropout,
).describe("SpatialDropout1D: whole features, at all time steps.");

/** SpatialDropout1D with all defaults filled in. */
export type SpatialDropout1dSpec = z.output<typeof spatialDropout1dSchema>;
