import type * as z from "zod";
import { float32 } from "../fields.js";
import { variant } from "../structures.js";
import { layerFields, refusedOfLayers } from "./layer-fields.js";

export const maskingSchema = variant(
  {
    type: "Masking",
    about: "Marks time steps that later layers pass over.",
    description: "Masking: a time step that is maskValue in all features is masked, and set to 0.",
    refused: refusedOfLayers,
  },
  () => ({
    ...layerFields(),
    maskValue: float32()
      .default(0)
      .describe("A time step whose features all have this value is masked. Default: 0."),
  }),
);

/** Masking with all defaults filled in. */
export type MaskingSpec = z.output<typeof maskingSchema>;
