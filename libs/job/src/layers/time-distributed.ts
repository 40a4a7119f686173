import * as z from "zod";
import { variant } from "../structures.js";
import type { LayerInput, LayerSpec } from "./layer.js";
import { layerFields, refusedOfLayers } from "./layer-fields.js";

/**
 * Schema of TimeDistributed.
 * @param layerSchema of the layer inside: any layer, so it is known only later
 */
export function timeDistributedSchema(layerSchema: () => z.ZodType<LayerSpec, LayerInput>) {
  return variant(
    {
      type: "TimeDistributed",
      about: "A layer on every time step by itself.",
      description: "TimeDistributed: the same layer, with the same weights, on every time step.",
      refused: refusedOfLayers,
    },
    () => ({
      ...layerFields(),
      layer: z.lazy(layerSchema).describe("The layer that is applied to every time step, with its options."),
    }),
  );
}
