import * as z from "zod";
import { expected } from "../fields.js";
import { mapping } from "../structures.js";
import { mergeFields, refusedOfLayers } from "./layer-fields.js";

export const concatenateSchema = mapping(
  {
    type: z.literal("Concatenate").describe("Several values side by side."),
    ...mergeFields(2),
    axis: z
      .union([z.literal(-1), z.literal(1)], { error: expected("-1 (the last axis) or 1 (time)") })
      .default(-1)
      .describe("Axis: -1 puts features side by side, 1 one sequence after another in time. Default: -1."),
  },
  refusedOfLayers,
).describe("Concatenate: shapes are equal but on the axis.");

/** Concatenate with all defaults filled in. */
export type ConcatenateSpec = z.output<typeof concatenateSchema>;
