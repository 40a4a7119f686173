import type * as z from "zod";
import { variant } from "../structures.js";
import { refusedOfLosses } from "./loss-fields.js";

export const logCoshSchema = variant({
  type: "log_cosh",
  about: "Logarithm of the hyperbolic cosine of the error.",
  description: "log(cosh(output - target)), mean over the last axis.",
  refused: refusedOfLosses,
});

/** log_cosh, told apart by its type. */
export type LogCoshSpec = z.output<typeof logCoshSchema>;
