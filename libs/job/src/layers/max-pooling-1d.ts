import * as z from "zod";
import { mapping } from "../structures.js";
import { layerFields, refusedOfChannelLayers } from "./layer-fields.js";
import { poolingFields } from "./pooling-fields.js";

export const maxPooling1dSchema = mapping(
  {
    type: z.literal("MaxPooling1D").describe("Maximum of neighbouring time steps."),
    ...layerFields(),
    ...poolingFields(),
  },
  refusedOfChannelLayers,
).describe("MaxPooling1D: each pool of time steps becomes one time step.");

/** MaxPooling1D with all defaults filled in. */
export type MaxPooling1dSpec = z.output<typeof maxPooling1dSchema>;
