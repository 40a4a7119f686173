import type { Stack } from "@lockstep/backend/conformance";

/**
 * Models whose products have more columns than a panel, more rows than a tile and a longer sum than one pass: what differs
 * from one instruction set to the next.
 */
export const wideStacks: Readonly<Record<string, Stack>> = {
  "wide LSTMs of both directions": {
    layers: [
      { type: "Bidirectional", layer: { type: "LSTM", units: 37, returnSequences: true } },
      { type: "LSTM", units: 70 },
      { type: "Dense", units: 5, activation: "softmax" },
    ],
    scale: 0.3,
    mask: "any",
  },
  "wide GRUs of both kinds": {
    layers: [
      { type: "GRU", units: 41, returnSequences: true },
      { type: "GRU", units: 65, resetAfter: false, returnSequences: true },
      { type: "Dense", units: 19, activation: "tanh" },
    ],
    scale: 0.3,
  },
  "a wide SimpleRNN between Dense layers": {
    layers: [
      { type: "Dense", units: 300, activation: "sigmoid" },
      { type: "SimpleRNN", units: 130, returnSequences: true, goBackwards: true },
      { type: "Dense", units: 33, activation: "relu" },
    ],
    scale: 0.1,
    mask: "any",
  },
  "wide layers with dropout": {
    layers: [
      { type: "LSTM", units: 35, dropout: 0.3, recurrentDropout: 0.2, returnSequences: true },
      { type: "GRU", units: 50, dropout: 0.3, recurrentDropout: 0.2 },
    ],
    scale: 0.3,
    training: true,
  },
};
