import * as z from "zod";
import { mapping } from "../structures.js";
import { layerFields, refusedOfChannelLayers } from "./layer-fields.js";

export const flattenSchema = mapping(
  {
    type: z.literal("Flatten").describe("All values of a sequence in one vector."),
    ...layerFields(),
  },
  refusedOfChannelLayers,
).describe("Flatten: (time steps, features) becomes (time steps * features).");

/** Flatten with all defaults filled in. */
export type FlattenSpec = z.output<typeof flattenSchema>;
