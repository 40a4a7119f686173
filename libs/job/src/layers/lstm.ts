import type * as z from "zod";
import { variant } from "../structures.js";
import { lstmCellFields } from "./cells/lstm-cell.js";
import { refusedOfRecurrentLayers } from "./layer-fields.js";
import { sequenceFields, useCudnnField } from "./recurrent-fields.js";

export const lstmSchema = variant(
  {
    type: "LSTM",
    about: "Long short-term memory.",
    description: "LSTM: gates i, f, o and candidate; c = f c + i candidate, h = o activation(c).",
    refused: refusedOfRecurrentLayers,
  },
  () => ({
    ...sequenceFields(),
    ...lstmCellFields(),
    useCudnn: useCudnnField(),
  }),
);

/** LSTM with all defaults filled in. */
export type LstmSpec = z.output<typeof lstmSchema>;
