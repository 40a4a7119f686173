import * as z from "zod";
import { mapping } from "../../structures.js";
import { nameField, refusedOfRecurrentLayers } from "../layer-fields.js";
import { cellFields } from "../recurrent-fields.js";

/** Options of SimpleRNN, as a layer and as a cell. */
export const simpleRnnCellFields = () =>
  cellFields({ kernel: "(features, units)", recurrentKernel: "(units, units)", bias: "(units)" });

export const simpleRnnCellSchema = mapping(
  {
    type: z.literal("SimpleRNNCell").describe("The cell of a SimpleRNN."),
    name: nameField(),
    ...simpleRnnCellFields(),
  },
  refusedOfRecurrentLayers,
).describe("SimpleRNNCell: h = activation(x kernel + h recurrentKernel + bias).");

/** The cell of a SimpleRNN with all defaults filled in. */
export type SimpleRnnCellSpec = z.output<typeof simpleRnnCellSchema>;
