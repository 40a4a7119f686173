import { dense, gru, lstm, sequences, simple } from "./layer-options.js";
import type { Stacks } from "./stack.js";

/** Layers that are not recurrent. */
export const layerStacks: Stacks = {
  "Dense layers before and behind sequences": {
    layers: [
      { ...dense, units: 3, activation: "tanh" },
      { ...simple, ...sequences },
      { ...dense, activation: "sigmoid", useBias: false },
    ],
  },
  "a layer for each time step": {
    layers: [
      { type: "TimeDistributed", layer: { ...dense, units: 4, activation: "softmax" } },
      { type: "TimeDistributed", layer: { type: "LayerNormalization" } },
      { type: "TimeDistributed", layer: { type: "Activation", activation: "tanh" } },
      { type: "TimeDistributed", layer: { type: "Flatten" } },
      { type: "TimeDistributed", layer: { type: "Reshape", targetShape: [4] } },
      lstm,
    ],
    mask: "any",
  },
  "masked token embeddings": {
    layers: [
      { type: "Embedding", inputDim: 4, outputDim: 3, maskZero: true },
      { ...gru, ...sequences },
      dense,
    ],
    tokens: 4,
  },
  "token embeddings that end the mask": {
    layers: [{ type: "Embedding", inputDim: 5, outputDim: 2 }, lstm],
    tokens: 5,
    mask: "any",
  },
  "masked time steps": {
    layers: [{ type: "Masking" }, { ...lstm, ...sequences }, { ...simple, ...sequences }],
    zeroSteps: true,
    mask: "any",
  },
  "a mean over masked time steps": {
    layers: [{ ...dense, units: 3 }, { type: "GlobalAveragePooling1D" }, dense],
    mask: "some",
  },
  "a mean and a largest value over time": {
    layers: [
      { ...dense, name: "dense", units: 3 },
      { type: "GlobalAveragePooling1D", name: "mean", keepdims: true },
      { type: "GlobalMaxPooling1D", name: "largest", keepdims: true, inputs: ["dense"] },
      { type: "Concatenate", inputs: ["mean", "largest"], axis: 1 },
      simple,
    ],
  },
  "the largest values of neighbours": {
    layers: [
      { ...dense, units: 3 },
      { type: "MaxPooling1D" },
      { type: "MaxPooling1D", poolSize: 3, strides: 1, padding: "same" },
      { type: "GlobalMaxPooling1D" },
    ],
    minTimeSteps: 2,
    mask: "any",
  },
  "the means of neighbours": {
    layers: [
      { ...dense, units: 3 },
      { type: "AveragePooling1D", poolSize: 2, strides: 1 },
      { type: "AveragePooling1D", poolSize: 3, strides: 2, padding: "same" },
      simple,
    ],
    minTimeSteps: 2,
  },
  "convolutions within the sequence": {
    layers: [
      { type: "Conv1D", filters: 3, kernelSize: 3, activation: "tanh" },
      { type: "Conv1D", filters: 2, kernelSize: 1, strides: 2, useBias: false },
      lstm,
    ],
    minTimeSteps: 3,
    mask: "any",
  },
  "convolutions over the ends": {
    layers: [
      { type: "Conv1D", filters: 3, kernelSize: 4, padding: "same" },
      {
        type: "Conv1D",
        filters: 2,
        kernelSize: 2,
        padding: "causal",
        dilationRate: 2,
        activation: "softmax",
      },
      { type: "Conv1D", filters: 2, kernelSize: 3, strides: 2, padding: "same", activation: "elu" },
      { type: "Conv1D", filters: 2, kernelSize: 3, strides: 2, padding: "causal" },
    ],
  },
  "normalised layers": {
    layers: [
      { ...dense, units: 4 },
      { type: "LayerNormalization", epsilon: 0.1 },
      { ...gru, ...sequences },
      { type: "LayerNormalization", center: false },
      { ...dense, activation: "sigmoid" },
    ],
    mask: "any",
  },
  "layers normalised without parameters": {
    layers: [
      { type: "LayerNormalization", scale: false, epsilon: 0.1 },
      { ...lstm, ...sequences },
      { type: "LayerNormalization", scale: false, center: false },
    ],
    mask: "any",
  },
  "a batch shorter than the plan": {
    layers: [
      { type: "Conv1D", filters: 3, kernelSize: 2, padding: "causal" },
      { type: "Bidirectional", layer: { ...gru, ...sequences } },
      { type: "GlobalAveragePooling1D" },
      dense,
    ],
    shorter: true,
  },
};
