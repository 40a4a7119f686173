import * as z from "zod";
import { activation } from "../../activations/activation.js";
import { flag } from "../../fields.js";
import { mapping } from "../../structures.js";
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

export const lstmCellSchema = mapping(
  {
    type: z.literal("LSTMCell").describe("The cell of an LSTM."),
    name: nameField(),
    ...lstmCellFields(),
  },
  refusedOfRecurrentLayers,
).describe("LSTMCell: gates i, f, o and candidate; c = f c + i candidate, h = o activation(c).");

/** The cell of an LSTM with all defaults filled in. */
export type LstmCellSpec = z.output<typeof lstmCellSchema>;
