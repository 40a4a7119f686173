import type * as z from "zod";
import { variant } from "../structures.js";
import { refusedOfLosses } from "./loss-fields.js";

export const categoricalHingeSchema = variant({
  type: "categorical_hinge",
  about: "Hinge loss of several classes, targets one-hot.",
  description: "max(1 + largest output of a wrong class - output of the right one, 0).",
  refused: refusedOfLosses,
});

/** categorical_hinge, told apart by its type. */
export type CategoricalHingeSpec = z.output<typeof categoricalHingeSchema>;
