import { describe, expect, it } from "vitest";
import { planOf } from "./testing/plan.js";

const lstm = (options: object = {}) => ({ type: "LSTM", units: 3, returnSequences: true, ...options });
const conv = (options: object = {}) => ({ type: "Conv1D", filters: 2, kernelSize: 3, ...options });
const dense = { type: "Dense", units: 1 };

describe("carried states", () => {
  it("are those of stateful layers, in Keras's order", () => {
    const plan = planOf(
      [
        lstm({ stateful: true }),
        lstm(),
        { type: "Bidirectional", layer: { type: "GRU", units: 2, stateful: true } },
      ],
      [5, 1],
    );
    expect(plan.layers.map(({ states }) => states)).toEqual([
      [
        { layer: "lstm", units: 3, offset: 0 },
        { layer: "lstm", units: 3, offset: 3 },
      ],
      [],
      [
        { layer: "bidirectional/forward_gru", units: 2, offset: 6 },
        { layer: "bidirectional/backward_gru", units: 2, offset: 8 },
      ],
    ]);
    expect(plan.stateSize).toBe(10);
  });

  it("are those of all recurrent layers where sequences are cut", () => {
    const cells = [
      { type: "LSTMCell", units: 2 },
      { type: "SimpleRNNCell", units: 1 },
    ];
    const layers = [lstm(), { type: "RNN", cells, returnSequences: true }, dense];
    expect(planOf(layers, [5, 1]).stateSize).toBe(0);
    const plan = planOf(layers, [5, 1], { carryStates: true });
    expect(plan.layers.map(({ states }) => states.map(({ layer, units }) => [layer, units]))).toEqual([
      [
        ["lstm", 3],
        ["lstm", 3],
      ],
      [
        ["rnn/lstm_cell", 2],
        ["rnn/lstm_cell", 2],
        ["rnn/simple_rnn_cell", 1],
      ],
      [],
    ]);
    expect(plan.stateSize).toBe(11);
  });

  it.each<[string, object[], RegExp]>([
    [
      "a Bidirectional",
      [{ type: "Bidirectional", layer: lstm() }],
      /Bidirectional .*from its end, too .*fit\.truncate/,
    ],
    ["goBackwards", [lstm({ goBackwards: true })], /LSTM lstm: .*goBackwards/],
    [
      "filters over time",
      [conv({ padding: "causal" }), lstm()],
      /layers\[0\]: Conv1D .*more than one time step/,
    ],
    ["pooling", [lstm(), { type: "GlobalMaxPooling1D" }], /pools time steps/],
    [
      "one output for a sequence",
      [lstm({ returnSequences: false }), dense],
      /^model\.output: .*each time step, got \(1\)/,
    ],
    [
      "a sequence of its own",
      [lstm({ returnSequences: false }), { type: "RepeatVector", n: 5 }],
      /RepeatVector/,
    ],
    [
      "states from elsewhere",
      [lstm({ name: "a", returnState: true }), lstm({ inputs: ["a"], initialState: ["a:1", "a:2"] })],
      /layers\[1\]: .*initialState/,
    ],
  ])("refuse %s where sequences are cut", (_, layers, message) => {
    expect(() => planOf(layers, [5, 1], { carryStates: true })).toThrow(message);
    expect(() => planOf(layers, [5, 1])).not.toThrow();
  });
});

describe("a varying number of time steps", () => {
  const add = { type: "Add", inputs: ["a", "b"] };
  it.each<[string, object[]]>([
    ["a classifier", [lstm({ returnSequences: false }), dense]],
    ["labels of every time step", [lstm(), dense]],
    [
      "a padded convolution",
      [conv({ padding: "same", strides: 2 }), lstm({ returnSequences: false }), dense],
    ],
    ["filters of one time step", [conv({ kernelSize: 1 }), dense]],
    ["pooling over all time steps", [lstm(), { type: "GlobalAveragePooling1D" }, dense]],
    ["a vector in another shape", [lstm({ returnSequences: false }), { type: "Reshape", targetShape: [3] }]],
    ["equally many steps added", [lstm({ name: "a" }), lstm({ name: "b" }), add]],
  ])("goes with %s", (_, layers) => {
    const plan = planOf(layers, [6, 1], { variableTime: true });
    expect(plan).toEqual(planOf(layers, [6, 1]));
  });

  it.each<[string, object[], RegExp]>([
    [
      "Flatten",
      [{ type: "Flatten" }, dense],
      /layers\[0\]: Flatten flatten: .*time steps in a shape \(fit\.bucketing\)/,
    ],
    ["Reshape", [{ type: "Reshape", targetShape: [3, 2] }], /Reshape reshape: .*time steps in a shape/],
    [
      "whole windows only",
      [conv(), lstm({ returnSequences: false })],
      /padding same or causal.* less than 3 time steps/,
    ],
    [
      "whole pools only",
      [{ type: "MaxPooling1D" }, lstm({ returnSequences: false })],
      /less than 2 time steps/,
    ],
    [
      "an output of other time steps",
      [lstm({ returnSequences: false }), { type: "RepeatVector", n: 6 }],
      /^model\.output: expected an output with the input's time steps T, got 6/,
    ],
    [
      "values that only happen to fit",
      [
        lstm({ name: "a", returnSequences: false }),
        { type: "RepeatVector", n: 6 },
        lstm({ name: "b" }),
        lstm({ name: "c", inputs: ["input"] }),
        { type: "Add", inputs: ["b", "c"] },
      ],
      /layers\[4\]: Add add: expected inputs with equally many time steps in every batch, got 6, T/,
    ],
  ])("does not go with %s", (_, layers, message) => {
    expect(() => planOf(layers, [6, 1], { variableTime: true })).toThrow(message);
    expect(() => planOf(layers, [6, 1])).not.toThrow();
  });

  it("needs inputs of one number", () => {
    const layers = [
      lstm({ returnSequences: false, inputs: ["a"] }),
      lstm({ returnSequences: false, inputs: ["b"] }),
    ];
    const plan = (second: number) =>
      planOf(
        [...layers, { type: "Concatenate", inputs: ["lstm", "lstm_1"] }],
        [
          [6, 1],
          [second, 1],
        ],
        { inputs: [{ name: "a" }, { name: "b" }], variableTime: true },
      );
    expect(() => plan(6)).not.toThrow();
    expect(() => plan(5)).toThrow(/^model\.inputs: .*a \(6, 1\), b \(5, 1\)/);
  });
});
