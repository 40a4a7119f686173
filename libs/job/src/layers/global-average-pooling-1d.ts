import * as z from "zod";
import { mapping } from "../structures.js";
import { layerFields, refusedOfChannelLayers } from "./layer-fields.js";
import { globalPoolingFields } from "./pooling-fields.js";

export const globalAveragePooling1dSchema = mapping(
  {
    type: z.literal("GlobalAveragePooling1D").describe("Mean over all time steps."),
    ...layerFields(),
    ...globalPoolingFields(),
  },
  refusedOfChannelLayers,
).describe(
  "GlobalAveragePooling1D: (time steps, features) becomes (features). Masked time steps do not count.",
);

/** GlobalAveragePooling1D with all defaults filled in. */
export type GlobalAveragePooling1dSpec = z.output<typeof globalAveragePooling1dSchema>;
