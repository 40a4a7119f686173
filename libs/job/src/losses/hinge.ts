import type * as z from "zod";
import { variant } from "../structures.js";
import { refusedOfLosses } from "./loss-fields.js";

export const hingeSchema = variant({
  type: "hinge",
  about: "Hinge loss, targets -1 or 1 (0 becomes -1).",
  description: "max(1 - target output, 0), mean over the last axis.",
  refused: refusedOfLosses,
});

/** hinge, told apart by its type. */
export type HingeSpec = z.output<typeof hingeSchema>;
