import * as z from "zod";
import { mapping } from "../structures.js";
import { layerFields, refusedOfChannelLayers } from "./layer-fields.js";
import { globalPoolingFields } from "./pooling-fields.js";

export const globalMaxPooling1dSchema = mapping(
  {
    type: z.literal("GlobalMaxPooling1D").describe("Maximum over all time steps."),
    ...layerFields(),
    ...globalPoolingFields(),
  },
  refusedOfChannelLayers,
).describe("GlobalMaxPooling1D: (time steps, features) becomes (features). Masks are ignored, as in Keras.");

/** GlobalMaxPooling1D with all defaults filled in. */
export type GlobalMaxPooling1dSpec = z.output<typeof globalMaxPooling1dSchema>;
