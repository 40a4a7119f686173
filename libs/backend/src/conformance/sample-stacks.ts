import { activationNames } from "@lockstep/job";
import type { LayerOptions } from "./model-spec.js";

/** A model to try, and what a batch for it must have. */
export interface Stack {
  readonly layers: readonly LayerOptions[];
  readonly inputs?: readonly LayerOptions[];
  /** Units of the inputs after the first, which are vectors. */
  readonly vectors?: readonly number[];
  /** Number of tokens: the first input holds ids below. */
  readonly tokens?: number;
  /** A mask of the first input: any, or one that leaves something of each sequence. */
  readonly mask?: "any" | "some";
  /** Some time steps are all zero, for Masking to find: outputs jump there, so that there is no derivative. */
  readonly zeroSteps?: boolean;
  /** Draws dropout masks. */
  readonly training?: boolean;
  /** Largest parameter; smaller where values would grow from step to step. */
  readonly scale?: number;
  /** Fewest time steps that make sense. */
  readonly minTimeSteps?: number;
  /** Batches are shorter than the plan. */
  readonly shorter?: boolean;
  /** Every recurrent layer carries its states. */
  readonly carryStates?: boolean;
}

const simple = { type: "SimpleRNN", units: 3 } as const;
const lstm = { type: "LSTM", units: 3 } as const;
const gru = { type: "GRU", units: 3 } as const;
const dense = { type: "Dense", units: 2 } as const;
const sequences = { returnSequences: true } as const;
const dropped = { dropout: 0.4, recurrentDropout: 0.3, ...sequences } as const;

/** A layer's output and its states side by side. */
const withStates = (name: string, states: number): LayerOptions[] => [
  { type: "Flatten", name: "flat", inputs: [name] },
  {
    type: "Concatenate",
    name: "joined",
    inputs: ["flat", ...Array.from({ length: states }, (_, i) => `${name}:${i + 1}`)],
  },
];

const recurrent: Readonly<Record<string, Stack>> = {
  "a SimpleRNN's last output": { layers: [simple] },
  "a SimpleRNN going backwards, with every output and a mask": {
    layers: [{ ...simple, ...sequences, goBackwards: true }],
    mask: "any",
  },
  "stacked SimpleRNNs of both directions without bias": {
    layers: [
      { ...simple, units: 4, ...sequences, goBackwards: true, useBias: false },
      { ...simple, units: 2, ...sequences },
      { ...simple, goBackwards: true },
    ],
  },
  "an LSTM's last output with a mask": { layers: [lstm], mask: "any" },
  "an LSTM without bias, zero where masked": {
    layers: [{ ...lstm, ...sequences, useBias: false, zeroOutputForMask: true }, dense],
    mask: "any",
  },
  "an LSTM's output and states from initial states, backwards": {
    inputs: [{ name: "input" }, { name: "h" }, { name: "c" }],
    vectors: [3, 3],
    layers: [
      { ...lstm, name: "lstm", ...sequences, returnState: true, goBackwards: true, initialState: ["h", "c"] },
      ...withStates("lstm", 2),
    ],
    mask: "any",
  },
  "GRUs with the reset after and before the product": {
    layers: [
      { ...gru, ...sequences },
      { ...gru, resetAfter: false },
    ],
    mask: "any",
  },
  "GRUs without bias and with other activations": {
    layers: [
      { ...gru, ...sequences, useBias: false, recurrentActivation: "softsign" },
      { ...gru, resetAfter: false, useBias: false, activation: "softplus", goBackwards: true },
    ],
  },
  "a GRU's states from initial states": {
    inputs: [{ name: "input" }, { name: "h" }],
    vectors: [3],
    layers: [
      { ...gru, name: "gru", resetAfter: false, returnState: true, initialState: ["h"] },
      ...withStates("gru", 1),
    ],
  },
  "stateful layers of every kind": {
    layers: [
      { ...simple, ...sequences, stateful: true },
      { ...gru, ...sequences, stateful: true },
      { ...lstm, stateful: true },
    ],
    mask: "any",
  },
  "a part of a longer sequence, with the states before it": {
    layers: [{ ...lstm, ...sequences }, { ...gru, ...sequences }, dense],
    carryStates: true,
    shorter: true,
  },
  "cells stacked in one layer": {
    layers: [
      {
        type: "RNN",
        name: "rnn",
        returnState: true,
        ...sequences,
        cells: [
          { type: "LSTMCell", units: 2 },
          { type: "SimpleRNNCell", units: 3 },
          { type: "GRUCell", units: 2, resetAfter: false },
        ],
      },
      ...withStates("rnn", 4),
    ],
    mask: "any",
  },
  "one cell going backwards": {
    layers: [{ type: "RNN", goBackwards: true, cells: [{ type: "GRUCell", units: 3 }] }, dense],
  },
  "stacked cells going backwards, with a mask for the layer behind them": {
    layers: [
      {
        type: "RNN",
        goBackwards: true,
        ...sequences,
        zeroOutputForMask: true,
        cells: [
          { type: "GRUCell", units: 2 },
          { type: "LSTMCell", units: 3 },
        ],
      },
      simple,
    ],
    mask: "any",
  },
};

const bidirectional: Readonly<Record<string, Stack>> = {
  ...Object.fromEntries(
    ["concat", "sum", "mul", "ave"].flatMap((mergeMode, i) => {
      const layer = [lstm, gru, simple, gru][i];
      return [
        [
          `both directions, ${mergeMode}, with every output and a mask`,
          { layers: [{ type: "Bidirectional", layer: { ...layer, ...sequences }, mergeMode }], mask: "any" },
        ],
        [
          `both directions, ${mergeMode}, with the last output`,
          { layers: [{ type: "Bidirectional", layer, mergeMode }] },
        ],
      ];
    }),
  ),
  "both directions apart, with initial states": {
    inputs: [{ name: "input" }, { name: "h" }, { name: "c" }, { name: "h2" }, { name: "c2" }],
    vectors: [3, 3, 3, 3],
    layers: [
      {
        type: "Bidirectional",
        name: "both",
        mergeMode: "none",
        layer: { ...lstm, ...sequences, returnState: true },
        initialState: ["h", "c", "h2", "c2"],
      },
      { type: "Subtract", name: "difference", inputs: ["both", "both:1"] },
      { type: "Flatten", name: "flat" },
      {
        type: "Concatenate",
        inputs: ["flat", "both:2", "both:3", "both:4", "both:5"],
      },
    ],
    mask: "any",
  },
  "a backward layer of its own": {
    layers: [
      {
        type: "Bidirectional",
        layer: { ...gru, ...sequences },
        backwardLayer: { ...lstm, units: 2, ...sequences, goBackwards: true },
      },
      { type: "Bidirectional", layer: { ...lstm, stateful: true } },
    ],
    mask: "any",
  },
};

const random: Readonly<Record<string, Stack>> = {
  "dropout in SimpleRNN and LSTM": {
    layers: [
      { ...simple, ...dropped },
      { ...lstm, ...dropped },
      { ...lstm, dropout: 0.4 },
    ],
    training: true,
    mask: "any",
  },
  "dropout in GRUs": {
    layers: [
      { ...gru, ...dropped },
      { ...gru, ...sequences, recurrentDropout: 0.3 },
      { ...gru, ...dropped, resetAfter: false, returnSequences: false },
    ],
    training: true,
  },
  "dropout in both directions and in cells": {
    layers: [
      { type: "Bidirectional", layer: { ...lstm, ...dropped } },
      {
        type: "RNN",
        cells: [
          { type: "GRUCell", units: 2, dropout: 0.3, recurrentDropout: 0.5 },
          { type: "LSTMCell", units: 2, dropout: 0.3, recurrentDropout: 0.5 },
        ],
      },
    ],
    training: true,
    mask: "any",
  },
  "dropout of values, of features and of each time step": {
    layers: [
      { type: "Dropout", rate: 0.5 },
      { ...dense, units: 4 },
      { type: "SpatialDropout1D", rate: 0.4 },
      { type: "TimeDistributed", layer: { type: "Dropout", rate: 0.3 } },
      { ...gru },
      { type: "Dropout", rate: 0.2 },
      dense,
    ],
    training: true,
    mask: "any",
  },
  "dropout outside of training": {
    layers: [
      { type: "Dropout", rate: 0.5 },
      { ...lstm, ...dropped },
      { type: "SpatialDropout1D", rate: 0.4 },
    ],
  },
};

const others: Readonly<Record<string, Stack>> = {
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
  "one vector as a sequence": {
    layers: [lstm, { type: "RepeatVector", n: 4 }, { ...gru, ...sequences }, dense],
    mask: "any",
  },
  "an encoder and a decoder": {
    inputs: [{ name: "input" }, { name: "context" }],
    vectors: [2],
    layers: [
      { ...lstm, name: "encoder", returnState: true },
      { type: "RepeatVector", name: "starts", n: 3, inputs: ["context"] },
      {
        ...lstm,
        name: "decoder",
        ...sequences,
        inputs: ["starts"],
        initialState: ["encoder:1", "encoder:2"],
      },
      dense,
    ],
    mask: "any",
  },
  "other shapes": {
    layers: [
      { ...dense, units: 6 },
      { type: "Reshape", targetShape: [-1, 3] },
      { ...gru, units: 4, ...sequences },
      { type: "Flatten" },
      { type: "Reshape", targetShape: [2, -1] },
      { ...simple, ...sequences },
      { type: "Reshape", targetShape: [6] },
      dense,
    ],
  },
  "merged branches with one mask": {
    layers: [
      { ...lstm, name: "a", ...sequences },
      { ...gru, name: "b", ...sequences, inputs: ["input"] },
      { ...dense, name: "c", units: 3, activation: "tanh", inputs: ["input"] },
      { type: "Add", name: "sum", inputs: ["a", "b", "c"] },
      { type: "Subtract", name: "difference", inputs: ["sum", "c"] },
      { type: "Multiply", name: "product", inputs: ["a", "b", "difference"] },
      { type: "Average", name: "mean", inputs: ["product", "a", "b"] },
      { type: "Maximum", name: "largest", inputs: ["mean", "c", "a"] },
      { type: "Minimum", name: "smallest", inputs: ["mean", "b", "c"] },
      { type: "Concatenate", name: "side_by_side", inputs: ["largest", "smallest"] },
      lstm,
    ],
    mask: "any",
  },
  "merged branches with several masks": {
    layers: [
      { type: "Masking", name: "masked" },
      { ...dense, name: "a", units: 3, inputs: ["input"] },
      { ...dense, name: "b", units: 3, inputs: ["masked"] },
      { type: "Concatenate", name: "in_time", inputs: ["a", "b"], axis: 1 },
      { ...gru, name: "over_both" },
      { type: "Add", name: "either", inputs: ["a", "b"] },
      { ...lstm, name: "over_either" },
      { type: "Concatenate", name: "beside", inputs: ["b", "a"] },
      { ...simple, name: "over_beside", units: 2 },
      { type: "Concatenate", inputs: ["over_both", "over_either", "over_beside"] },
    ],
    zeroSteps: true,
    mask: "any",
  },
  "merged branches, one without a mask": {
    layers: [
      { type: "Masking", name: "masked" },
      { type: "Conv1D", name: "plain", filters: 3, kernelSize: 1, inputs: ["input"] },
      { ...dense, name: "a", units: 3, inputs: ["masked"] },
      { type: "Multiply", name: "unmasked", inputs: ["a", "plain"] },
      { ...gru, name: "over_unmasked" },
      { type: "Concatenate", name: "beside", inputs: ["a", "plain"] },
      { ...simple, name: "over_beside" },
      { type: "Concatenate", name: "in_time", inputs: ["a", "plain"], axis: 1 },
      { ...lstm, name: "over_time" },
      { type: "Average", inputs: ["over_unmasked", "over_beside", "over_time"] },
    ],
    zeroSteps: true,
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

/** Each activation in a Dense layer, in a cell and as a layer. */
const activations: Readonly<Record<string, Stack>> = Object.fromEntries(
  activationNames.map((activation) => [
    `the activation ${activation}`,
    {
      layers: [
        { ...dense, units: 3, activation },
        { ...lstm, ...sequences, activation, recurrentActivation: "hard_sigmoid" },
        { ...gru, ...sequences, recurrentActivation: activation },
        { ...simple, ...sequences, activation },
        { type: "Activation", activation },
      ],
      scale: activation === "exponential" ? 0.1 : 0.4,
    },
  ]),
);

/** Models that together use every layer and every option that changes numbers. */
export const stacks: Readonly<Record<string, Stack>> = {
  ...recurrent,
  ...bidirectional,
  ...random,
  ...others,
  ...activations,
};
