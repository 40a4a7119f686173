import type * as z from "zod";
import { variant } from "../structures.js";
import { mergeFields, refusedOfLayers } from "./layer-fields.js";

export const multiplySchema = variant(
  {
    type: "Multiply",
    about: "Product of several values.",
    description: "Multiply: element by element, of equal shapes.",
    refused: refusedOfLayers,
  },
  () => ({
    ...mergeFields(2),
  }),
);

/** Multiply with all defaults filled in. */
export type MultiplySpec = z.output<typeof multiplySchema>;
