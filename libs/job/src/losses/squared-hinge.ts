import type * as z from "zod";
import { variant } from "../structures.js";
import { refusedOfLosses } from "./loss-fields.js";

export const squaredHingeSchema = variant({
  type: "squared_hinge",
  about: "Squared hinge loss, targets -1 or 1 (0 becomes -1).",
  description: "max(1 - target output, 0)^2, mean over the last axis.",
  refused: refusedOfLosses,
});

/** squared_hinge, told apart by its type. */
export type SquaredHingeSpec = z.output<typeof squaredHingeSchema>;
