import type * as z from "zod";
import { variant } from "../structures.js";
import { layerFields, refusedOfChannelLayers } from "./layer-fields.js";
import { globalPoolingFields } from "./pooling-fields.js";

export const globalAveragePooling1dSchema = variant(
  {
    type: "GlobalAveragePooling1D",
    about: "Mean over all time steps.",
    description:
      "GlobalAveragePooling1D: (time steps, features) becomes (features). Masked time steps do not count.",
    refused: refusedOfChannelLayers,
  },
  () => ({
    ...layerFields(),
    ...globalPoolingFields(),
  }),
);

/** GlobalAveragePooling1D with all defaults filled in. */
export type GlobalAveragePooling1dSpec = z.output<typeof globalAveragePooling1dSchema>;
