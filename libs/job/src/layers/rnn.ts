import * as z from "zod";
import { list, typeMessage, typesOf, variant } from "../structures.js";
import { gruCellSchema } from "./cells/gru-cell.js";
import { lstmCellSchema } from "./cells/lstm-cell.js";
import { simpleRnnCellSchema } from "./cells/simple-rnn-cell.js";
import { refusedOfRecurrentLayers } from "./layer-fields.js";
import { sequenceFields } from "./recurrent-fields.js";

const cellSchemas = [simpleRnnCellSchema, lstmCellSchema, gruCellSchema] as const;

/** Types of cells. */
export const rnnCellTypes = typesOf(cellSchemas);

const cellSchema = z.discriminatedUnion("type", cellSchemas, { error: typeMessage(rnnCellTypes) });

/** A cell of an RNN with all defaults filled in, told apart by `type`. */
export type RnnCellSpec = z.output<typeof cellSchema>;

export const rnnSchema = variant(
  {
    type: "RNN",
    about: "A recurrent layer of cells.",
    description: "RNN: one cell, or cells stacked within each time step.",
    refused: { ...refusedOfRecurrentLayers, cell: "give a list of cells, also where it is one" },
  },
  () => ({
    ...sequenceFields(),
    cells: list(cellSchema, "cells", 1, 100).describe(
      "The cells, each fed with the output of the one before at the same time step.",
    ),
  }),
);

/** A recurrent layer of cells with all defaults filled in. */
export type RnnSpec = z.output<typeof rnnSchema>;
