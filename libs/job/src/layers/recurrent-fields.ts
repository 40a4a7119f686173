import * as z from "zod";
import { expected, flag, fraction, reference } from "../fields.js";
import { list } from "../structures.js";
import { activation } from "../activations/activation.js";
import { constraint } from "../weights/constraint.js";
import { initializer } from "../weights/initializer.js";
import { regularizer } from "../weights/regularizer.js";
import { layerFields, unitsField, useBiasField } from "./layer-fields.js";

/** Shapes of a cell's weights, for descriptions. */
export interface CellShapes {
  readonly kernel: string;
  readonly recurrentKernel: string;
  readonly bias: string;
}

/** Options of every recurrent cell. */
export const cellFields = ({ kernel, recurrentKernel, bias }: CellShapes) => ({
  units: unitsField(),
  activation: activation("tanh"),
  useBias: useBiasField(),
  kernelInitializer: initializer(`kernel ${kernel}`, "glorot_uniform"),
  recurrentInitializer: initializer(`recurrent kernel ${recurrentKernel}`, "orthogonal"),
  biasInitializer: initializer(`bias ${bias}`, "zeros"),
  kernelRegularizer: regularizer("kernel"),
  recurrentRegularizer: regularizer("recurrent kernel"),
  biasRegularizer: regularizer("bias"),
  kernelConstraint: constraint("kernel"),
  recurrentConstraint: constraint("recurrent kernel"),
  biasConstraint: constraint("bias"),
  dropout: fraction()
    .default(0)
    .describe(
      "Share of the input's features that is dropped in training: one mask a sequence, the same at every time step. Default: 0.",
    ),
  recurrentDropout: fraction()
    .default(0)
    .describe(
      "Share of the state that is dropped in training: one mask a sequence and gate, the same at every time step. Default: 0.",
    ),
});

/** How a recurrent layer goes through a sequence, and what it gives. */
export const sequenceFields = () => ({
  ...layerFields(),
  initialState: list(reference(), "references", 1, 100)
    .exactOptional()
    .describe(
      "What the layer starts from: references to one (batch, units) value for each state, in Keras's order (h, then c). Default: zeros, or carried states.",
    ),
  returnSequences: flag()
    .default(false)
    .describe("Gives the output of every time step, not of the last one only. Default: false."),
  returnState: flag()
    .default(false)
    .describe("Gives the last states too, as outputs `name:1` and so on (h, then c). Default: false."),
  goBackwards: flag()
    .default(false)
    .describe("Reads the sequence from its end, and gives the outputs in that order. Default: false."),
  stateful: flag()
    .default(false)
    .describe(
      "Row i of a batch goes on from the last state of row i of the batch before; wants fit.shuffle false. Default: false.",
    ),
  zeroOutputForMask: flag()
    .default(false)
    .describe("A masked time step gives zeros, not the previous output again. Default: false."),
  unroll: flag().default(false).describe("Accepted without effect on the numbers. Default: false."),
});

/** Keras's choice of a GPU kernel. */
export const useCudnnField = () =>
  z
    .union([flag(), z.literal("auto")], { error: expected('true, false or "auto"') })
    .default("auto")
    .describe("Accepted without effect on the numbers. Default: auto.");
