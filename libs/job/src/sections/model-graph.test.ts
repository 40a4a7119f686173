import { describe, expect, it } from "vitest";
import { problemsWith } from "../testing/problems.js";

const dense = (options: object = {}) => ({ type: "Dense", units: 1, ...options });
const problemsOf = (layers: object[], model: object = {}) => problemsWith({ model: { layers, ...model } });

describe("the graph of a model", () => {
  it("lets layers refer to inputs, to earlier layers and to returned states", () => {
    const layers = [
      { type: "LSTM", name: "encoder", units: 2, returnState: true, inputs: ["sequence"] },
      {
        type: "LSTM",
        name: "decoder",
        units: 2,
        initialState: ["encoder:1", "encoder:2"],
        inputs: ["start"],
      },
      {
        type: "Bidirectional",
        name: "both",
        mergeMode: "none",
        layer: { type: "GRU", units: 2 },
        inputs: ["sequence"],
      },
      { type: "Concatenate", name: "all", inputs: ["decoder", "both:0", "both:1"] },
    ];
    const source = { npz: "a.npz", inputs: { sequence: "x", start: "s" } };
    const inputs = [{ name: "sequence", shape: [5, 2] }, { name: "start" }];
    expect(problemsWith({ data: { train: source }, model: { layers, inputs, output: "all" } })).toEqual([]);
  });

  it.each<[string, object[], object, string]>([
    [
      "an unknown name",
      [dense({ name: "first" }), dense({ inputs: ["frist"] })],
      {},
      'model.layers[1].inputs[0]: expected the name of an input or of an earlier layer, got "frist"; did you mean "first"?',
    ],
    [
      "a later layer",
      [dense({ inputs: ["second"] }), dense({ name: "second" })],
      {},
      'model.layers[0].inputs[0]: expected an input or an earlier layer, got "second", which comes later',
    ],
    [
      "the layer itself",
      [dense({ name: "first", inputs: ["first"] })],
      {},
      'model.layers[0].inputs[0]: expected an input or an earlier layer, got "first", which comes later',
    ],
    [
      "an output that is not there",
      [dense({ name: "first" }), dense({ inputs: ["first:1"] })],
      {},
      'model.layers[1].inputs[0]: expected an output that "first" has (0 to 0), got "first:1"',
    ],
    [
      "a state that is not returned",
      [{ type: "GRU", units: 1, name: "gru", returnState: true }, dense({ inputs: ["gru:2"] })],
      {},
      'model.layers[1].inputs[0]: expected an output that "gru" has (0 to 1), got "gru:2"',
    ],
    [
      "no reference",
      [dense({ inputs: ["a/b"] })],
      {},
      'model.layers[0].inputs[0]: expected the name of a layer or an input, or name:k for a layer\'s k-th output, got "a/b"',
    ],
    [
      "an unknown output",
      [dense()],
      { output: "dense" },
      'model.output: expected the name of an input or of an earlier layer, got "dense"',
    ],
    [
      "a name twice",
      [dense({ name: "a" }), dense({ name: "a" })],
      {},
      'model.layers[1].name: expected a name of its own, got "a" again',
    ],
    [
      "an input's name twice",
      [dense({ name: "input" })],
      {},
      'model.layers[0].name: expected a name of its own, got "input" again',
    ],
    [
      "too few states",
      [{ type: "LSTM", units: 1, initialState: ["input"] }],
      {},
      "model.layers[0].initialState: expected 2 references, one for each state, got 1",
    ],
    [
      "references within a layer",
      [{ type: "TimeDistributed", layer: dense({ inputs: ["input"] }) }],
      {},
      "model.layers[0].layer.inputs: expected nothing: what is within a layer works on what that layer works on",
    ],
    [
      "states within a time step",
      [{ type: "TimeDistributed", layer: { type: "GRU", units: 1, returnState: true } }],
      {},
      "model.layers[0].layer: expected a layer with one output",
    ],
    [
      "two layers that go backwards",
      [{ type: "Bidirectional", layer: { type: "GRU", units: 1, goBackwards: true } }],
      {},
      "model.layers[0].layer.goBackwards: expected false unless backwardLayer is given, got true",
    ],
    [
      "a backward layer that goes forwards",
      [{ type: "Bidirectional", layer: { type: "GRU", units: 1 }, backwardLayer: { type: "GRU", units: 1 } }],
      {},
      "model.layers[0].backwardLayer.goBackwards: expected true, the opposite of layer.goBackwards",
    ],
    [
      "a backward layer that gives less",
      [
        {
          type: "Bidirectional",
          layer: { type: "GRU", units: 1, returnSequences: true },
          backwardLayer: { type: "GRU", units: 1, goBackwards: true },
        },
      ],
      {},
      "model.layers[0].backwardLayer.returnSequences: expected true, as layer.returnSequences is",
    ],
  ])("refuses %s", (_, layers, model, problem) => {
    expect(problemsOf(layers, model)).toEqual([problem]);
  });

  it("may come from a file of Keras", () => {
    expect(problemsWith({ model: { keras: "model.keras" } })).toEqual([]);
    expect(problemsWith({ model: { keras: "model.json", parameters: "model.weights.h5" } })).toEqual([]);
    expect(problemsWith({ model: { keras: "model.keras", output: "dense" } })).toEqual([
      "model.output: unknown key",
    ]);
    expect(problemsWith({ model: { kera: "model.keras" } })).toEqual([
      'model: expected a mapping with just one of the keys layers, keras, got the keys kera; did you mean "keras"?',
    ]);
  });
});
