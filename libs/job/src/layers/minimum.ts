import type * as z from "zod";
import { variant } from "../structures.js";
import { mergeFields, refusedOfLayers } from "./layer-fields.js";

export const minimumSchema = variant(
  {
    type: "Minimum",
    about: "Least of several values.",
    description: "Minimum: element by element, of equal shapes.",
    refused: refusedOfLayers,
  },
  () => ({
    ...mergeFields(2),
  }),
);

/** Minimum with all defaults filled in. */
export type MinimumSpec = z.output<typeof minimumSchema>;
