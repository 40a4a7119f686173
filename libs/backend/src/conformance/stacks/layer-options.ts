import type { LayerOptions } from "../model-spec.js";

/** Layers that models are made of. */
export const simple = { type: "SimpleRNN", units: 3 } as const;
export const lstm = { type: "LSTM", units: 3 } as const;
export const gru = { type: "GRU", units: 3 } as const;
export const dense = { type: "Dense", units: 2 } as const;
export const sequences = { returnSequences: true } as const;
export const dropped = { dropout: 0.4, recurrentDropout: 0.3, ...sequences } as const;

/** A layer's output and its states side by side. */
export const withStates = (name: string, states: number): LayerOptions[] => [
  { type: "Flatten", name: "flat", inputs: [name] },
  {
    type: "Concatenate",
    name: "joined",
    inputs: ["flat", ...Array.from({ length: states }, (_, i) => `${name}:${i + 1}`)],
  },
];
