import type * as z from "zod";
import { variant } from "../structures.js";
import { refusedOfLosses } from "./loss-fields.js";

export const meanSquaredLogarithmicErrorSchema = variant({
  type: "mean_squared_logarithmic_error",
  about: "Mean squared error of logarithms.",
  description: "(log(1 + target) - log(1 + output))^2, both at least 1e-7, mean over the last axis.",
  refused: refusedOfLosses,
});

/** mean_squared_logarithmic_error, told apart by its type. */
export type MeanSquaredLogarithmicErrorSpec = z.output<typeof meanSquaredLogarithmicErrorSchema>;
