import { dense, gru, lstm, sequences, simple, withStates } from "./layer-options.js";
import type { Stacks } from "./stack.js";

/** Recurrent layers of one direction. */
export const recurrentStacks: Stacks = {
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
  "masks of layers before one with initial states": {
    inputs: [{ name: "input" }, { name: "h" }, { name: "h2" }],
    vectors: [3, 3],
    layers: [
      { type: "Masking" },
      { ...gru, name: "gru", ...sequences, initialState: ["h"] },
      { ...lstm, ...sequences },
      {
        type: "Bidirectional",
        name: "both",
        layer: { ...gru, ...sequences },
        mergeMode: "none",
        initialState: ["h", "h2"],
      },
      { ...simple, name: "forwards", inputs: ["both"] },
      { ...simple, name: "backwards", inputs: ["both:1"] },
      { type: "Add", inputs: ["forwards", "backwards"] },
    ],
    zeroSteps: true,
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
