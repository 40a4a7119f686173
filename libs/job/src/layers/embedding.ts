import type * as z from "zod";
import { flag, wholeNumber } from "../fields.js";
import { variant } from "../structures.js";
import { constraint } from "../weights/constraint.js";
import { initializer } from "../weights/initializer.js";
import { regularizer } from "../weights/regularizer.js";
import { layerFields, refusedOfWeightedLayers } from "./layer-fields.js";

export const embeddingSchema = variant(
  {
    type: "Embedding",
    about: "A vector for each token.",
    description: "Embedding: time steps are token ids, whole numbers; gives (time steps, outputDim).",
    refused: {
      ...refusedOfWeightedLayers,
      inputLength: "the data tell it",
      weights: "use model.parameters",
      loraRank: "low-rank adaptation is not built",
      loraAlpha: "low-rank adaptation is not built",
    },
  },
  () => ({
    ...layerFields(),
    inputDim: wholeNumber(1, 2 ** 24).describe("Number of tokens: ids are 0 to inputDim - 1."),
    outputDim: wholeNumber(1, 1 << 20).describe("Size of a token's vector."),
    maskZero: flag()
      .default(false)
      .describe("Token 0 is padding: later layers pass it over. Default: false."),
    embeddingsInitializer: initializer("embeddings (inputDim, outputDim)", "random_uniform"),
    embeddingsRegularizer: regularizer("embeddings"),
    embeddingsConstraint: constraint("embeddings"),
  }),
);

/** Embedding with all defaults filled in. */
export type EmbeddingSpec = z.output<typeof embeddingSchema>;
