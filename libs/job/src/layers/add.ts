import type * as z from "zod";
import { variant } from "../structures.js";
import { mergeFields, refusedOfLayers } from "./layer-fields.js";

export const addSchema = variant(
  {
    type: "Add",
    about: "Sum of several values.",
    description: "Add: element by element, of equal shapes.",
    refused: refusedOfLayers,
  },
  () => ({
    ...mergeFields(2),
  }),
);

/** Add with all defaults filled in. */
export type AddSpec = z.output<typeof addSchema>;
