import * as z from "zod";
import { mapping } from "../structures.js";
import { refusedOfLosses } from "./loss-fields.js";

export const meanAbsoluteErrorSchema = mapping(
  { type: z.literal("mean_absolute_error").describe("Mean absolute error.") },
  refusedOfLosses,
).describe("|target - output|, mean over the last axis.");

/** mean_absolute_error, told apart by its type. */
export type MeanAbsoluteErrorSpec = z.output<typeof meanAbsoluteErrorSchema>;
