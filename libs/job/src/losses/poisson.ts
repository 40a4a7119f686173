import type * as z from "zod";
import { variant } from "../structures.js";
import { refusedOfLosses } from "./loss-fields.js";

export const poissonSchema = variant({
  type: "poisson",
  about: "Poisson loss.",
  description: "output - target log(output + 1e-7), mean over the last axis.",
  refused: refusedOfLosses,
});

/** poisson, told apart by its type. */
export type PoissonSpec = z.output<typeof poissonSchema>;
