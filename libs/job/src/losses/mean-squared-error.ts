import type * as z from "zod";
import { variant } from "../structures.js";
import { refusedOfLosses } from "./loss-fields.js";

export const meanSquaredErrorSchema = variant({
  type: "mean_squared_error",
  about: "Mean squared error.",
  description: "(target - output)^2, mean over the last axis.",
  refused: refusedOfLosses,
});

/** mean_squared_error, told apart by its type. */
export type MeanSquaredErrorSpec = z.output<typeof meanSquaredErrorSchema>;
