import type * as z from "zod";
import { activationSchema } from "../activations/activation.js";
import { variant } from "../structures.js";
import { layerFields, refusedOfWeightedLayers } from "./layer-fields.js";

export const activationLayerSchema = variant(
  {
    type: "Activation",
    about: "An activation as a layer of its own.",
    description: "Activation: applies an activation.",
    refused: refusedOfWeightedLayers,
  },
  () => ({
    ...layerFields(),
    activation: activationSchema.describe("The activation."),
  }),
);

/** Activation as a layer, with all defaults filled in. */
export type ActivationLayerSpec = z.output<typeof activationLayerSchema>;
