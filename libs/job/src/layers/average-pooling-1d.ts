import * as z from "zod";
import { mapping } from "../structures.js";
import { layerFields, refusedOfChannelLayers } from "./layer-fields.js";
import { poolingFields } from "./pooling-fields.js";

export const averagePooling1dSchema = mapping(
  {
    type: z.literal("AveragePooling1D").describe("Mean of neighbouring time steps."),
    ...layerFields(),
    ...poolingFields(),
  },
  refusedOfChannelLayers,
).describe("AveragePooling1D: each pool of time steps becomes one time step.");

/** AveragePooling1D with all defaults filled in. */
export type AveragePooling1dSpec = z.output<typeof averagePooling1dSchema>;
