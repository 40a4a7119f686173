import * as z from "zod";
import { expected, wholeNumber } from "../fields.js";
import { list, variant } from "../structures.js";
import { layerFields, refusedOfLayers } from "./layer-fields.js";

const dimension = () =>
  z.union([z.literal(-1), wholeNumber(1, 2 ** 31 - 1)], {
    error: expected("a size (a whole number of at least 1), or -1 for what is left"),
  });

export const reshapeSchema = variant(
  {
    type: "Reshape",
    about: "The same values in another shape.",
    description: "Reshape: the values of each sequence in another shape.",
    refused: refusedOfLayers,
  },
  () => ({
    ...layerFields(),
    targetShape: list(dimension(), "sizes", 1, 6)
      .refine((shape) => shape.filter((size) => size === -1).length <= 1, {
        error: "expected -1 at most once",
      })
      .describe("Shape of a sequence's output, without the batch; one size may be -1: what is left."),
  }),
);

/** Reshape with all defaults filled in. */
export type ReshapeSpec = z.output<typeof reshapeSchema>;
