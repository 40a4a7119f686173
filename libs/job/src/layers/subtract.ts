import type * as z from "zod";
import { variant } from "../structures.js";
import { mergeFields, refusedOfLayers } from "./layer-fields.js";

export const subtractSchema = variant(
  {
    type: "Subtract",
    about: "The first value less the second.",
    description: "Subtract: element by element, of equal shapes.",
    refused: refusedOfLayers,
  },
  () => ({
    ...mergeFields(2, 2),
  }),
);

/** Subtract with all defaults filled in. */
export type SubtractSpec = z.output<typeof subtractSchema>;
