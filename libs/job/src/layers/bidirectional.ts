import type * as z from "zod";
import { choice, reference } from "../fields.js";
import { list, variant } from "../structures.js";
import { layerFields, refusedOfWeightedLayers } from "./layer-fields.js";
import { recurrentSchema } from "./recurrent.js";

export const bidirectionalSchema = variant(
  {
    type: "Bidirectional",
    about: "A recurrent layer in both directions.",
    description: "Bidirectional: one layer reads the sequence forwards, one backwards.",
    refused: { ...refusedOfWeightedLayers, weights: "use model.parameters" },
  },
  () => ({
    ...layerFields(),
    initialState: list(reference(), "references", 2, 100)
      .exactOptional()
      .describe(
        "What the layers start from: references to the forward layer's states, then the backward layer's. Default: zeros, or carried states.",
      ),
    layer: recurrentSchema.describe("The forward layer: SimpleRNN, LSTM or GRU with its options."),
    backwardLayer: recurrentSchema
      .exactOptional()
      .describe(
        "The backward layer, of the opposite goBackwards. Default: the forward layer's options, goBackwards true.",
      ),
    mergeMode: choice(["concat", "sum", "mul", "ave", "none"])
      .default("concat")
      .describe(
        "How the two outputs become one: concat, sum, mul or ave; none gives them apart, as `name` and `name:1`. Default: concat.",
      ),
  }),
);

/** Bidirectional with all defaults filled in. */
export type BidirectionalSpec = z.output<typeof bidirectionalSchema>;
