import type * as z from "zod";
import { variant } from "../structures.js";
import { layerFields, refusedOfChannelLayers } from "./layer-fields.js";

export const flattenSchema = variant(
  {
    type: "Flatten",
    about: "All values of a sequence in one vector.",
    description: "Flatten: (time steps, features) becomes (time steps * features).",
    refused: refusedOfChannelLayers,
  },
  () => ({
    ...layerFields(),
  }),
);

/** Flatten with all defaults filled in. */
export type FlattenSpec = z.output<typeof flattenSchema>;
