import type * as z from "zod";
import { variant } from "../../structures.js";
import { nameField, refusedOfRecurrentLayers } from "../layer-fields.js";
import { cellFields } from "../recurrent-fields.js";

/** Options of SimpleRNN, as a layer and as a cell. */
export const simpleRnnCellFields = () =>
  cellFields({ kernel: "(features, units)", recurrentKernel: "(units, units)", bias: "(units)" });

export const simpleRnnCellSchema = variant(
  {
    type: "SimpleRNNCell",
    about: "The cell of a SimpleRNN.",
    description: "SimpleRNNCell: h = activation(x kernel + h recurrentKernel + bias).",
    refused: refusedOfRecurrentLayers,
  },
  () => ({
    name: nameField(),
    ...simpleRnnCellFields(),
  }),
);

/** The cell of a SimpleRNN with all defaults filled in. */
export type SimpleRnnCellSpec = z.output<typeof simpleRnnCellSchema>;
