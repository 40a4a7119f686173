import * as z from "zod";
import { mapping } from "../structures.js";
import { refusedOfLosses } from "./loss-fields.js";

export const logCoshSchema = mapping(
  { type: z.literal("log_cosh").describe("Logarithm of the hyperbolic cosine of the error.") },
  refusedOfLosses,
).describe("log(cosh(output - target)), mean over the last axis.");

/** log_cosh, told apart by its type. */
export type LogCoshSpec = z.output<typeof logCoshSchema>;
