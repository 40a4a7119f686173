import * as z from "zod";
import { mapping } from "../structures.js";
import { activation } from "./activation.js";
import { initializer } from "./initializer.js";
import { nameField, unitsField, useBiasField } from "./layer-fields.js";

export const denseSchema = mapping({
  type: z.literal("Dense").describe("A fully connected layer on the last axis."),
  name: nameField(),
  units: unitsField(),
  activation: activation("linear"),
  useBias: useBiasField(),
  kernelInitializer: initializer("kernel (features, units)", "glorot_uniform"),
  biasInitializer: initializer("bias (units)", "zeros"),
}).describe("Dense: activation(x kernel + bias).");

/** Dense with all defaults filled in. */
export type DenseSpec = z.output<typeof denseSchema>;
