import * as z from "zod";
import { mapping } from "../structures.js";
import { mergeFields, refusedOfLayers } from "./layer-fields.js";

export const averageSchema = mapping(
  {
    type: z.literal("Average").describe("Mean of several values."),
    ...mergeFields(2),
  },
  refusedOfLayers,
).describe("Average: element by element, of equal shapes.");

/** Average with all defaults filled in. */
export type AverageSpec = z.output<typeof averageSchema>;
