import * as z from "zod";
import { mapping } from "../structures.js";
import { mergeFields, refusedOfLayers } from "./layer-fields.js";

export const maximumSchema = mapping(
  {
    type: z.literal("Maximum").describe("Largest of several values."),
    ...mergeFields(2),
  },
  refusedOfLayers,
).describe("Maximum: element by element, of equal shapes.");

/** Maximum with all defaults filled in. */
export type MaximumSpec = z.output<typeof maximumSchema>;
