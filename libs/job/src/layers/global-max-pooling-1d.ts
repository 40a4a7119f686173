import type * as z from "zod";
import { variant } from "../structures.js";
import { layerFields, refusedOfChannelLayers } from "./layer-fields.js";
import { globalPoolingFields } from "./pooling-fields.js";

export const globalMaxPooling1dSchema = variant(
  {
    type: "GlobalMaxPooling1D",
    about: "Maximum over all time steps.",
    description:
      "GlobalMaxPooling1D: (time steps, features) becomes (features). Masks are ignored, as in Keras.",
    refused: refusedOfChannelLayers,
  },
  () => ({
    ...layerFields(),
    ...globalPoolingFields(),
  }),
);

/** GlobalMaxPooling1D with all defaults filled in. */
export type GlobalMaxPooling1dSpec = z.output<typeof globalMaxPooling1dSchema>;
