import * as z from "zod";
import { expected } from "../fields.js";
import { variant } from "../structures.js";
import { mergeFields, refusedOfLayers } from "./layer-fields.js";

export const concatenateSchema = variant(
  {
    type: "Concatenate",
    about: "Several values side by side.",
    description: "Concatenate: shapes are equal but on the axis.",
    refused: refusedOfLayers,
  },
  () => ({
    ...mergeFields(2),
    axis: z
      .union([z.literal(-1), z.literal(1)], { error: expected("-1 (the last axis) or 1 (time)") })
      .default(-1)
      .describe("Axis: -1 puts features side by side, 1 one sequence after another in time. Default: -1."),
  }),
);

/** Concatenate with all defaults filled in. */
export type ConcatenateSpec = z.output<typeof concatenateSchema>;
