import * as z from "zod";
import { mapping } from "../structures.js";
import { mergeFields, refusedOfLayers } from "./layer-fields.js";

export const multiplySchema = mapping(
  {
    type: z.literal("Multiply").describe("Product of several values."),
    ...mergeFields(2),
  },
  refusedOfLayers,
).describe("Multiply: element by element, of equal shapes.");

/** Multiply with all defaults filled in. */
export type MultiplySpec = z.output<typeof multiplySchema>;
