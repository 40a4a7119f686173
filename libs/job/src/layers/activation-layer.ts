import * as z from "zod";
import { activationSchema } from "../activations/activation.js";
import { mapping } from "../structures.js";
import { layerFields, refusedOfWeightedLayers } from "./layer-fields.js";

export const activationLayerSchema = mapping(
  {
    type: z.literal("Activation").describe("An activation as a layer of its own."),
    ...layerFields(),
    activation: activationSchema.describe("The activation."),
  },
  refusedOfWeightedLayers,
).describe("Activation: applies an activation.");

/** Activation as a layer, with all defaults filled in. */
export type ActivationLayerSpec = z.output<typeof activationLayerSchema>;
