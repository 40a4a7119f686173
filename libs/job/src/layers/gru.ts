import * as z from "zod";
import { mapping } from "../structures.js";
import { gruCellFields } from "./cells/gru-cell.js";
import { refusedOfRecurrentLayers } from "./layer-fields.js";
import { sequenceFields, useCudnnField } from "./recurrent-fields.js";

export const gruSchema = mapping(
  {
    type: z.literal("GRU").describe("A gated recurrent unit."),
    ...sequenceFields(),
    ...gruCellFields(),
    useCudnn: useCudnnField(),
  },
  refusedOfRecurrentLayers,
).describe("GRU: gates z and r and a candidate; h = z h + (1 - z) candidate.");

/** GRU with all defaults filled in. */
export type GruSpec = z.output<typeof gruSchema>;
