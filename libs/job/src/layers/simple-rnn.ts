import * as z from "zod";
import { mapping } from "../structures.js";
import { simpleRnnCellFields } from "./cells/simple-rnn-cell.js";
import { refusedOfRecurrentLayers } from "./layer-fields.js";
import { sequenceFields } from "./recurrent-fields.js";

export const simpleRnnSchema = mapping(
  {
    type: z.literal("SimpleRNN").describe("A fully connected recurrent layer."),
    ...sequenceFields(),
    ...simpleRnnCellFields(),
  },
  refusedOfRecurrentLayers,
).describe("SimpleRNN: h = activation(x kernel + h recurrentKernel + bias).");

/** SimpleRNN with all defaults filled in. */
export type SimpleRnnSpec = z.output<typeof simpleRnnSchema>;
