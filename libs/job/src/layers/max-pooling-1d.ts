import type * as z from "zod";
import { variant } from "../structures.js";
import { layerFields, refusedOfChannelLayers } from "./layer-fields.js";
import { poolingFields } from "./pooling-fields.js";

export const maxPooling1dSchema = variant(
  {
    type: "MaxPooling1D",
    about: "Maximum of neighbouring time steps.",
    description: "MaxPooling1D: each pool of time steps becomes one time step.",
    refused: refusedOfChannelLayers,
  },
  () => ({
    ...layerFields(),
    ...poolingFields(),
  }),
);

/** MaxPooling1D with all defaults filled in. */
export type MaxPooling1dSpec = z.output<typeof maxPooling1dSchema>;
