import * as z from "zod";
import { activation } from "../activations/activation.js";
import { choice, expected, wholeNumber } from "../fields.js";
import { variant } from "../structures.js";
import { constraint } from "../weights/constraint.js";
import { initializer } from "../weights/initializer.js";
import { regularizer } from "../weights/regularizer.js";
import { layerFields, refusedOfChannelLayers, useBiasField } from "./layer-fields.js";

export const conv1dSchema = variant(
  {
    type: "Conv1D",
    about: "A convolution over time.",
    description: "Conv1D: activation(x * kernel + bias) over time.",
    refused: {
      ...refusedOfChannelLayers,
      loraRank: "low-rank adaptation is not built",
      loraAlpha: "low-rank adaptation is not built",
    },
  },
  () => ({
    ...layerFields(),
    filters: wholeNumber(1, 1 << 20).describe("Number of filters: the size of the output's last axis."),
    kernelSize: wholeNumber(1, 1 << 16).describe("Time steps that a filter sees."),
    strides: wholeNumber(1, 1 << 16)
      .default(1)
      .describe("Time steps from one output to the next. Default: 1."),
    padding: choice(["valid", "same", "causal"])
      .default("valid")
      .describe(
        "valid: no padding; same: zeros at both ends; causal: zeros before, so that no output sees later time steps. Default: valid.",
      ),
    dilationRate: wholeNumber(1, 1 << 16)
      .default(1)
      .describe("Time steps between those that a filter sees; 1 where strides is above 1. Default: 1."),
    groups: z
      .literal(1, { error: expected("1 (groups are not supported)") })
      .default(1)
      .describe("Groups of features: only 1. Default: 1."),
    activation: activation("linear"),
    useBias: useBiasField(),
    kernelInitializer: initializer("kernel (kernelSize, features, filters)", "glorot_uniform"),
    biasInitializer: initializer("bias (filters)", "zeros"),
    kernelRegularizer: regularizer("kernel"),
    biasRegularizer: regularizer("bias"),
    kernelConstraint: constraint("kernel"),
    biasConstraint: constraint("bias"),
  }),
  {
    holds: ({ strides, dilationRate }) => strides === 1 || dilationRate === 1,
    option: "dilationRate",
    error: "expected 1 where strides is above 1",
  },
);

/** Conv1D with all defaults filled in. */
export type Conv1dSpec = z.output<typeof conv1dSchema>;
