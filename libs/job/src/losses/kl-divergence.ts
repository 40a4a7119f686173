import * as z from "zod";
import { mapping } from "../structures.js";
import { refusedOfLosses } from "./loss-fields.js";

export const klDivergenceSchema = mapping(
  { type: z.literal("kl_divergence").describe("Kullback-Leibler divergence of distributions.") },
  refusedOfLosses,
).describe("target log(target / output), both clipped to [1e-7, 1], sum over the last axis.");

/** kl_divergence, told apart by its type. */
export type KlDivergenceSpec = z.output<typeof klDivergenceSchema>;
