import type * as z from "zod";
import { variant } from "../structures.js";
import { mergeFields, refusedOfLayers } from "./layer-fields.js";

export const maximumSchema = variant(
  {
    type: "Maximum",
    about: "Largest of several values.",
    description: "Maximum: element by element, of equal shapes.",
    refused: refusedOfLayers,
  },
  () => ({
    ...mergeFields(2),
  }),
);

/** Maximum with all defaults filled in. */
export type MaximumSpec = z.output<typeof maximumSchema>;
