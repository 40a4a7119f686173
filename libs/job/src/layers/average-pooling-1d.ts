import type * as z from "zod";
import { variant } from "../structures.js";
import { layerFields, refusedOfChannelLayers } from "./layer-fields.js";
import { poolingFields } from "./pooling-fields.js";

export const averagePooling1dSchema = variant(
  {
    type: "AveragePooling1D",
    about: "Mean of neighbouring time steps.",
    description: "AveragePooling1D: each pool of time steps becomes one time step.",
    refused: refusedOfChannelLayers,
  },
  () => ({
    ...layerFields(),
    ...poolingFields(),
  }),
);

/** AveragePooling1D with all defaults filled in. */
export type AveragePooling1dSpec = z.output<typeof averagePooling1dSchema>;
