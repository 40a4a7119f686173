import * as z from "zod";
import { mapping } from "../structures.js";
import { refusedOfVectorLosses } from "./loss-fields.js";

export const cosineSimilaritySchema = mapping(
  {
    type: z.literal("cosine_similarity").describe("Cosine of the angle between target and output, negated."),
  },
  refusedOfVectorLosses,
).describe("-sum(target output) of vectors scaled to length 1, along the last axis.");

/** cosine_similarity, told apart by its type. */
export type CosineSimilaritySpec = z.output<typeof cosineSimilaritySchema>;
