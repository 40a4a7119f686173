import * as z from "zod";
import { mapping } from "../structures.js";
import { mergeFields, refusedOfLayers } from "./layer-fields.js";

export const minimumSchema = mapping(
  {
    type: z.literal("Minimum").describe("Least of several values."),
    ...mergeFields(2),
  },
  refusedOfLayers,
).describe("Minimum: element by element, of equal shapes.");

/** Minimum with all defaults filled in. */
export type MinimumSpec = z.output<typeof minimumSchema>;
