import type * as z from "zod";
import { variant } from "../structures.js";
import { refusedOfLosses } from "./loss-fields.js";

export const meanAbsolutePercentageErrorSchema = variant({
  type: "mean_absolute_percentage_error",
  about: "Mean absolute error in per cent of the target.",
  description: "100 |target - output| / max(|target|, 1e-7), mean over the last axis.",
  refused: refusedOfLosses,
});

/** mean_absolute_percentage_error, told apart by its type. */
export type MeanAbsolutePercentageErrorSpec = z.output<typeof meanAbsolutePercentageErrorSchema>;
