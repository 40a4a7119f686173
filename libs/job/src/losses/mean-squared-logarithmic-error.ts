import * as z from "zod";
import { mapping } from "../structures.js";
import { refusedOfLosses } from "./loss-fields.js";

export const meanSquaredLogarithmicErrorSchema = mapping(
  { type: z.literal("mean_squared_logarithmic_error").describe("Mean squared error of logarithms.") },
  refusedOfLosses,
).describe("(log(1 + target) - log(1 + output))^2, both at least 1e-7, mean over the last axis.");

/** mean_squared_logarithmic_error, told apart by its type. */
export type MeanSquaredLogarithmicErrorSpec = z.output<typeof meanSquaredLogarithmicErrorSchema>;
