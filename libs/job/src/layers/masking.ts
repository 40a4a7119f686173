import * as z from "zod";
import { float32 } from "../fields.js";
import { mapping } from "../structures.js";
import { layerFields, refusedOfLayers } from "./layer-fields.js";

export const maskingSchema = mapping(
  {
    type: z.literal("Masking").describe("Marks time steps that later layers pass over."),
    ...layerFields(),
    maskValue: float32()
      .default(0)
      .describe("A time step whose features all have this value is masked. Default: 0."),
  },
  refusedOfLayers,
).describe("Masking: a time step that is maskValue in all features is masked, and set to 0.");

/** Masking with all defaults filled in. */
export type MaskingSpec = z.output<typeof maskingSchema>;
