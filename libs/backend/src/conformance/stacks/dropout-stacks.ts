import { dense, dropped, gru, lstm, sequences, simple } from "./layer-options.js";
import type { Stacks } from "./stack.js";

/** Layers with random masks. */
export const dropoutStacks: Stacks = {
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
