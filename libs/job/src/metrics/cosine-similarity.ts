import * as z from "zod";
import { mapping } from "../structures.js";
import { metricNameField, refusedOfVectorMetrics } from "./metric-fields.js";

export const cosineSimilarityMetricSchema = mapping(
  {
    type: z.literal("cosine_similarity").describe("Cosine of the angle between target and output."),
    name: metricNameField(),
  },
  refusedOfVectorMetrics,
).describe("sum(target output) of vectors scaled to length 1, along the last axis.");

/** cosine_similarity, told apart by its type. */
export type CosineSimilarityMetricSpec = z.output<typeof cosineSimilarityMetricSchema>;
