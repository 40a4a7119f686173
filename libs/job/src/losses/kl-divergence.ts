import type * as z from "zod";
import { variant } from "../structures.js";
import { refusedOfLosses } from "./loss-fields.js";

export const klDivergenceSchema = variant({
  type: "kl_divergence",
  about: "Kullback-Leibler divergence of distributions.",
  description: "target log(target / output), both clipped to [1e-7, 1], sum over the last axis.",
  refused: refusedOfLosses,
});

/** kl_divergence, told apart by its type. */
export type KlDivergenceSpec = z.output<typeof klDivergenceSchema>;
