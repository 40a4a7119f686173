import { flag, fraction, layerName, reference, wholeNumber } from "../fields.js";
import { list } from "../structures.js";
import type { Refused } from "../structures.js";

/** Fields that all layers share. */
export const layerFields = () => ({
  name: nameField(),
  trainable: flag().default(true).describe("Whether updates change the layer's weights. Default: true."),
  inputs: list(reference(), "references", 1, 1)
    .exactOptional()
    .describe(
      "What the layer works on: the name of an input or of an earlier layer, or `name:k` for a layer's k-th output. Default: the layer before; of the first layer the model's first input.",
    ),
});

/** Fields of layers that merge what several others give. */
export const mergeFields = (least: number, most = 100) => ({
  name: nameField(),
  trainable: flag()
    .default(true)
    .describe("Accepted without effect: the layer has no weights. Default: true."),
  inputs: list(reference(), "references", least, most).describe(
    "What is merged: names of inputs or earlier layers, or `name:k` for a layer's k-th output.",
  ),
});

export const nameField = () =>
  layerName()
    .exactOptional()
    .describe(
      "Name of the layer, unique in the model. Default: made as Keras makes it (simple_rnn, dense, dense_1).",
    );

export const unitsField = () =>
  wholeNumber(1, 1 << 20).describe("Number of units: the size of the output's last axis.");

export const useBiasField = () => flag().default(true).describe("Adds a bias. Default: true.");

/** Share of values that training drops. */
export const rateField = (of: string, what = "rate") =>
  fraction().describe(
    `${what === "rate" ? "Share" : what} of the ${of} that is set to 0 in training; the others grow by 1 / (1 - rate).`,
  );

/** Options of every Keras layer that are refused. */
export const refusedOfLayers: Refused = {
  dtype: "everything is float32",
  inputShape: "shapes come from the data, or from model.inputs",
  batchInputShape: "shapes come from the data, or from model.inputs",
  batchShape: "shapes come from the data, or from model.inputs",
};

/** With those of layers that have activations worth penalising. */
export const refusedOfWeightedLayers: Refused = {
  ...refusedOfLayers,
  activityRegularizer:
    "it is a sum over the activations of a global batch, not of a sequence; use kernelRegularizer",
  quantizationConfig: "everything is float32",
};

/** With those of layers that drop values. */
export const refusedOfDropout: Refused = {
  ...refusedOfLayers,
  seed: "masks come from the job's seed, the step and the sequence",
};

/** With those of recurrent layers. */
export const refusedOfRecurrentLayers: Refused = {
  ...refusedOfWeightedLayers,
  seed: "masks come from the job's seed, the step and the sequence",
  timeMajor: "sequences are (time steps, features)",
  implementation: "it has no effect on the numbers; leave it out",
};

/** With those of layers with a choice of where features are. */
export const refusedOfChannelLayers: Refused = {
  ...refusedOfWeightedLayers,
  dataFormat: "features are the last axis (channels_last)",
};
