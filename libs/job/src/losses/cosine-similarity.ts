import type * as z from "zod";
import { variant } from "../structures.js";
import { refusedOfVectorLosses } from "./loss-fields.js";

export const cosineSimilaritySchema = variant({
  type: "cosine_similarity",
  about: "Cosine of the angle between target and output, negated.",
  description: "-sum(target output) of vectors scaled to length 1, along the last axis.",
  refused: refusedOfVectorLosses,
});

/** cosine_similarity, told apart by its type. */
export type CosineSimilaritySpec = z.output<typeof cosineSimilaritySchema>;
