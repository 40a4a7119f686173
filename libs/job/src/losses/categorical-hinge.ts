import * as z from "zod";
import { mapping } from "../structures.js";
import { refusedOfLosses } from "./loss-fields.js";

export const categoricalHingeSchema = mapping(
  { type: z.literal("categorical_hinge").describe("Hinge loss of several classes, targets one-hot.") },
  refusedOfLosses,
).describe("max(1 + largest output of a wrong class - output of the right one, 0).");

/** categorical_hinge, told apart by its type. */
export type CategoricalHingeSpec = z.output<typeof categoricalHingeSchema>;
