import * as z from "zod";
import { mapping } from "../structures.js";
import { mergeFields, refusedOfLayers } from "./layer-fields.js";

export const subtractSchema = mapping(
  {
    type: z.literal("Subtract").describe("The first value less the second."),
    ...mergeFields(2, 2),
  },
  refusedOfLayers,
).describe("Subtract: element by element, of equal shapes.");

/** Subtract with all defaults filled in. */
export type SubtractSpec = z.output<typeof subtractSchema>;
