import * as z from "zod";
import { mapping } from "../structures.js";
import { refusedOfLosses } from "./loss-fields.js";

export const meanSquaredErrorSchema = mapping(
  { type: z.literal("mean_squared_error").describe("Mean squared error.") },
  refusedOfLosses,
).describe("(target - output)^2, mean over the last axis.");

/** mean_squared_error, told apart by its type. */
export type MeanSquaredErrorSpec = z.output<typeof meanSquaredErrorSchema>;
