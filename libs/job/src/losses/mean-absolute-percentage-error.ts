import * as z from "zod";
import { mapping } from "../structures.js";
import { refusedOfLosses } from "./loss-fields.js";

export const meanAbsolutePercentageErrorSchema = mapping(
  {
    type: z
      .literal("mean_absolute_percentage_error")
      .describe("Mean absolute error in per cent of the target."),
  },
  refusedOfLosses,
).describe("100 |target - output| / max(|target|, 1e-7), mean over the last axis.");

/** mean_absolute_percentage_error, told apart by its type. */
export type MeanAbsolutePercentageErrorSpec = z.output<typeof meanAbsolutePercentageErrorSchema>;
