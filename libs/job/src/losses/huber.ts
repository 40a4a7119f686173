import type * as z from "zod";
import { positiveFloat32 } from "../fields.js";
import { variant } from "../structures.js";
import { refusedOfLosses } from "./loss-fields.js";

export const huberSchema = variant(
  {
    type: "huber",
    about: "Squared error near the target, absolute error far from it.",
    description: "0.5 e^2 where |e| <= delta, else delta (|e| - 0.5 delta).",
    refused: refusedOfLosses,
  },
  () => ({
    delta: positiveFloat32().default(1).describe("Error at which the one becomes the other. Default: 1."),
  }),
);

/** Huber loss with all defaults filled in. */
export type HuberSpec = z.output<typeof huberSchema>;
