import type { EmbeddingSpec } from "@lockstep/job";
import type { Shape } from "../model-plan.js";
import { plainShapes, wrongInput } from "./layer-shapes.js";
import type { LayerShapes } from "./layer-shapes.js";

/** Embedding on token ids (T, 1): (T, outputDim). Weights (inputDim, outputDim). */
export function embeddingShapes(spec: EmbeddingSpec, inputShape: Shape): LayerShapes {
  const [timeSteps, features, ...more] = inputShape;
  if (timeSteps === undefined || features !== 1 || more.length > 0) {
    throw wrongInput("token ids of shape (timeSteps) or (timeSteps, 1)", inputShape);
  }
  const embeddings = {
    name: "embeddings",
    shape: [spec.inputDim, spec.outputDim],
    initializer: spec.embeddingsInitializer,
    regularizer: spec.embeddingsRegularizer,
    constraint: spec.embeddingsConstraint,
  };
  return plainShapes([timeSteps, spec.outputDim], [embeddings]);
}
