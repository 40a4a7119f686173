import type * as z from "zod";
import { activation } from "../../activations/activation.js";
import { flag } from "../../fields.js";
import { variant } from "../../structures.js";
import { nameField, refusedOfRecurrentLayers } from "../layer-fields.js";
import { cellFields } from "../recurrent-fields.js";

/** Options of GRU, as a layer and as a cell. */
export const gruCellFields = () => ({
  ...cellFields({
    kernel: "(features, 3 units), gates z, r, h",
    recurrentKernel: "(units, 3 units)",
    bias: "(2, 3 units), without resetAfter (3 units)",
  }),
  recurrentActivation: activation("sigmoid", "Activation of the gates"),
  resetAfter: flag()
    .default(true)
    .describe("The reset gate acts after the recurrent product, not before it. Default: true."),
});

export const gruCellSchema = variant(
  {
    type: "GRUCell",
    about: "The cell of a GRU.",
    description: "GRUCell: gates z and r and a candidate; h = z h + (1 - z) candidate.",
    refused: refusedOfRecurrentLayers,
  },
  () => ({
    name: nameField(),
    ...gruCellFields(),
  }),
);

/** The cell of a GRU with all defaults filled in. */
export type GruCellSpec = z.output<typeof gruCellSchema>;
