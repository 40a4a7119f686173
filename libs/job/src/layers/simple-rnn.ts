import * as z from "zod";
import { flag } from "../fields.js";
import { mapping } from "../structures.js";
import { activation } from "./activation.js";
import { initializer } from "./initializer.js";
import { nameField, unitsField, useBiasField } from "./layer-fields.js";

export const simpleRnnSchema = mapping({
  type: z.literal("SimpleRNN").describe("A fully connected recurrent layer."),
  name: nameField(),
  units: unitsField(),
  activation: activation("tanh"),
  useBias: useBiasField(),
  returnSequences: flag()
    .default(false)
    .describe("Gives the output of every time step, not of the last one only. Default: false."),
  goBackwards: flag()
    .default(false)
    .describe("Reads the sequence from its end, and gives the outputs in that order. Default: false."),
  kernelInitializer: initializer("kernel (features, units)", "glorot_uniform"),
  recurrentInitializer: initializer("recurrent kernel (units, units)", "orthogonal"),
  biasInitializer: initializer("bias (units)", "zeros"),
}).describe("SimpleRNN: h = activation(x kernel + h recurrentKernel + bias).");

/** SimpleRNN with all defaults filled in. */
export type SimpleRnnSpec = z.output<typeof simpleRnnSchema>;
