import * as z from "zod";
import { mapping } from "../structures.js";
import { lstmCellFields } from "./cells/lstm-cell.js";
import { refusedOfRecurrentLayers } from "./layer-fields.js";
import { sequenceFields, useCudnnField } from "./recurrent-fields.js";

export const lstmSchema = mapping(
  {
    type: z.literal("LSTM").describe("Long short-term memory."),
    ...sequenceFields(),
    ...lstmCellFields(),
    useCudnn: useCudnnField(),
  },
  refusedOfRecurrentLayers,
).describe("LSTM: gates i, f, o and candidate; c = f c + i candidate, h = o activation(c).");

/** LSTM with all defaults filled in. */
export type LstmSpec = z.output<typeof lstmSchema>;
