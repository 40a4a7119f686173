import * as z from "zod";
import { mapping } from "../structures.js";
import { refusedOfLosses } from "./loss-fields.js";

export const squaredHingeSchema = mapping(
  { type: z.literal("squared_hinge").describe("Squared hinge loss, targets -1 or 1 (0 becomes -1).") },
  refusedOfLosses,
).describe("max(1 - target output, 0)^2, mean over the last axis.");

/** squared_hinge, told apart by its type. */
export type SquaredHingeSpec = z.output<typeof squaredHingeSchema>;
