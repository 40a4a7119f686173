import { flag, layerName, wholeNumber } from "../fields.js";

/** Fields that layers share. */
export const nameField = () =>
  layerName()
    .exactOptional()
    .describe(
      "Name of the layer, unique in the model. Default: made as Keras makes it (simple_rnn, dense, dense_1).",
    );

export const unitsField = () =>
  wholeNumber(1, 1 << 20).describe("Number of units: the size of the output's last axis.");

export const useBiasField = () => flag().default(true).describe("Adds a bias. Default: true.");
