import type * as z from "zod";
import { variant } from "../structures.js";
import { refusedOfLosses } from "./loss-fields.js";

export const meanAbsoluteErrorSchema = variant({
  type: "mean_absolute_error",
  about: "Mean absolute error.",
  description: "|target - output|, mean over the last axis.",
  refused: refusedOfLosses,
});

/** mean_absolute_error, told apart by its type. */
export type MeanAbsoluteErrorSpec = z.output<typeof meanAbsoluteErrorSchema>;
