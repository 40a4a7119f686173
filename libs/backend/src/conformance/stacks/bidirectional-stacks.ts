import { gru, lstm, sequences, simple } from "./layer-options.js";
import type { Stacks } from "./stack.js";

/** Recurrent layers of both directions. */
export const bidirectionalStacks: Stacks = {
  "both directions side by side, with every output and a mask": {
    layers: [{ type: "Bidirectional", layer: { ...lstm, ...sequences } }],
    mask: "any",
  },
  "both directions side by side, with the last output": { layers: [{ type: "Bidirectional", layer: lstm }] },
  "the sum of both directions, with every output and a mask": {
    layers: [{ type: "Bidirectional", layer: { ...gru, ...sequences }, mergeMode: "sum" }],
    mask: "any",
  },
  "the sum of both directions, with the last output": {
    layers: [{ type: "Bidirectional", layer: simple, mergeMode: "sum" }],
  },
  "the product of both directions, with every output and a mask": {
    layers: [{ type: "Bidirectional", layer: { ...simple, ...sequences }, mergeMode: "mul" }],
    mask: "any",
  },
  "the product of both directions, with the last output": {
    layers: [{ type: "Bidirectional", layer: gru, mergeMode: "mul" }],
  },
  "the mean of both directions, with every output and a mask": {
    layers: [{ type: "Bidirectional", layer: { ...lstm, ...sequences }, mergeMode: "ave" }],
    mask: "any",
  },
  "the mean of both directions, with the last output": {
    layers: [{ type: "Bidirectional", layer: gru, mergeMode: "ave" }],
  },
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
