import * as z from "zod";
import { expected, flag, positiveFloat32 } from "../fields.js";
import { variant } from "../structures.js";
import { constraint } from "../weights/constraint.js";
import { initializer } from "../weights/initializer.js";
import { regularizer } from "../weights/regularizer.js";
import { layerFields, refusedOfWeightedLayers } from "./layer-fields.js";

export const layerNormalizationSchema = variant(
  {
    type: "LayerNormalization",
    about: "Normalises each vector of the last axis.",
    description:
      "LayerNormalization: (x - mean) / sqrt(variance + epsilon) * gamma + beta, on the last axis.",
    refused: {
      ...refusedOfWeightedLayers,
      rmsScaling: "only the normalisation by mean and variance is built",
    },
  },
  () => ({
    ...layerFields(),
    axis: z
      .literal(-1, { error: expected("-1 (other axes are not supported)") })
      .default(-1)
      .describe("Axis that is normalised: only -1, the last one. Default: -1."),
    epsilon: positiveFloat32().default(0.001).describe("Added to the variance. Default: 0.001."),
    center: flag().default(true).describe("Adds beta. Default: true."),
    scale: flag().default(true).describe("Multiplies with gamma. Default: true."),
    betaInitializer: initializer("beta (features)", "zeros"),
    gammaInitializer: initializer("gamma (features)", "ones"),
    betaRegularizer: regularizer("beta"),
    gammaRegularizer: regularizer("gamma"),
    betaConstraint: constraint("beta"),
    gammaConstraint: constraint("gamma"),
  }),
);

/** LayerNormalization with all defaults filled in. */
export type LayerNormalizationSpec = z.output<typeof layerNormalizationSchema>;
