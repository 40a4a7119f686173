import type * as z from "zod";
import { variant } from "../structures.js";
import { mergeFields, refusedOfLayers } from "./layer-fields.js";

export const averageSchema = variant(
  {
    type: "Average",
    about: "Mean of several values.",
    description: "Average: element by element, of equal shapes.",
    refused: refusedOfLayers,
  },
  () => ({
    ...mergeFields(2),
  }),
);

/** Average with all defaults filled in. */
export type AverageSpec = z.output<typeof averageSchema>;
