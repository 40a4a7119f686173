import type * as z from "zod";
import { variant } from "../structures.js";
import { simpleRnnCellFields } from "./cells/simple-rnn-cell.js";
import { refusedOfRecurrentLayers } from "./layer-fields.js";
import { sequenceFields } from "./recurrent-fields.js";

export const simpleRnnSchema = variant(
  {
    type: "SimpleRNN",
    about: "A fully connected recurrent layer.",
    description: "SimpleRNN: h = activation(x kernel + h recurrentKernel + bias).",
    refused: refusedOfRecurrentLayers,
  },
  () => ({
    ...sequenceFields(),
    ...simpleRnnCellFields(),
  }),
);

/** SimpleRNN with all defaults filled in. */
export type SimpleRnnSpec = z.output<typeof simpleRnnSchema>;
