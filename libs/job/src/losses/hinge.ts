import * as z from "zod";
import { mapping } from "../structures.js";
import { refusedOfLosses } from "./loss-fields.js";

export const hingeSchema = mapping(
  { type: z.literal("hinge").describe("Hinge loss, targets -1 or 1 (0 becomes -1).") },
  refusedOfLosses,
).describe("max(1 - target output, 0), mean over the last axis.");

/** hinge, told apart by its type. */
export type HingeSpec = z.output<typeof hingeSchema>;
