import type * as z from "zod";
import { activation } from "../../activations/activation.js";
import { flag } from "../../fields.js";
import { variant } from "../../structures.js";
import { nameField, refusedOfRecurrentLayers } from "../layer-fields.js";
import { cellFields } from "../recurrent-fields.js";

/** Options of LSTM, as a layer and as a cell. */
export const lstmCellFields = () => ({
  ...cellFields({
    kernel: "(features, 4 units), gates i, f, c, o",
    recurrentKernel: "(units, 4 units)",
    bias: "(4 units)",
  }),
  recurrentActivation: activation("sigmoid", "Activation of the gates"),
  unitForgetBias: flag()
    .default(true)
    .describe("The forget gate's bias begins at 1, whatever biasInitializer says. Default: true."),
});

export const lstmCellSchema = variant(
  {
    type: "LSTMCell",
    about: "The cell of an LSTM.",
    description: "LSTMCell: gates i, f, o and candidate; c = f c + i candidate, h = o activation(c).",
    refused: refusedOfRecurrentLayers,
  },
  () => ({
    name: nameField(),
    ...lstmCellFields(),
  }),
);

/** The cell of an LSTM with all defaults filled in. */
export type LstmCellSpec = z.output<typeof lstmCellSchema>;
