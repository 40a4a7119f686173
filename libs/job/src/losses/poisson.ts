import * as z from "zod";
import { mapping } from "../structures.js";
import { refusedOfLosses } from "./loss-fields.js";

export const poissonSchema = mapping(
  { type: z.literal("poisson").describe("Poisson loss.") },
  refusedOfLosses,
).describe("output - target log(output + 1e-7), mean over the last axis.");

/** poisson, told apart by its type. */
export type PoissonSpec = z.output<typeof poissonSchema>;
