import type * as z from "zod";
import { variant } from "../structures.js";
import { gruCellFields } from "./cells/gru-cell.js";
import { refusedOfRecurrentLayers } from "./layer-fields.js";
import { sequenceFields, useCudnnField } from "./recurrent-fields.js";

export const gruSchema = variant(
  {
    type: "GRU",
    about: "A gated recurrent unit.",
    description: "GRU: gates z and r and a candidate; h = z h + (1 - z) candidate.",
    refused: refusedOfRecurrentLayers,
  },
  () => ({
    ...sequenceFields(),
    ...gruCellFields(),
    useCudnn: useCudnnField(),
  }),
);

/** GRU with all defaults filled in. */
export type GruSpec = z.output<typeof gruSchema>;
