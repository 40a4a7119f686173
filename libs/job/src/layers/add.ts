import * as z from "zod";
import { mapping } from "../structures.js";
import { mergeFields, refusedOfLayers } from "./layer-fields.js";

export const addSchema = mapping(
  {
    type: z.literal("Add").describe("Sum of several values."),
    ...mergeFields(2),
  },
  refusedOfLayers,
).describe("Add: element by element, of equal shapes.");

/** Add with all defaults filled in. */
export type AddSpec = z.output<typeof addSchema>;
