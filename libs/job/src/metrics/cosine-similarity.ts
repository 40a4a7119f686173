import type * as z from "zod";
import { variant } from "../structures.js";
import { metricNameField, refusedOfVectorMetrics } from "./metric-fields.js";

export const cosineSimilarityMetricSchema = variant(
  {
    type: "cosine_similarity",
    about: "Cosine of the angle between target and output.",
    description: "sum(target output) of vectors scaled to length 1, along the last axis.",
    refused: refusedOfVectorMetrics,
  },
  () => ({
    name: metricNameField(),
  }),
);

/** cosine_similarity, told apart by its type. */
export type CosineSimilarityMetricSpec = z.output<typeof cosineSimilarityMetricSchema>;
