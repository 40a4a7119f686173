import type * as z from "zod";
import { activation } from "../activations/activation.js";
import { variant } from "../structures.js";
import { constraint } from "../weights/constraint.js";
import { initializer } from "../weights/initializer.js";
import { regularizer } from "../weights/regularizer.js";
import { layerFields, refusedOfWeightedLayers, unitsField, useBiasField } from "./layer-fields.js";

export const denseSchema = variant(
  {
    type: "Dense",
    about: "A fully connected layer on the last axis.",
    description: "Dense: activation(x kernel + bias).",
    refused: {
      ...refusedOfWeightedLayers,
      loraRank: "low-rank adaptation is not built",
      loraAlpha: "low-rank adaptation is not built",
    },
  },
  () => ({
    ...layerFields(),
    units: unitsField(),
    activation: activation("linear"),
    useBias: useBiasField(),
    kernelInitializer: initializer("kernel (features, units)", "glorot_uniform"),
    biasInitializer: initializer("bias (units)", "zeros"),
    kernelRegularizer: regularizer("kernel"),
    biasRegularizer: regularizer("bias"),
    kernelConstraint: constraint("kernel"),
    biasConstraint: constraint("bias"),
  }),
);

/** Dense with all defaults filled in. */
export type DenseSpec = z.output<typeof denseSchema>;
