import { listGoldenCases, layerOptions, readGoldenCase } from "@lockstep/golden-cases";
import { layerTypes, parseLayers } from "@lockstep/job";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ModelError } from "./model-error.js";
import { planModel } from "./plan-model.js";
import { planOf, weightsOf } from "./testing/plan.js";

const rnn = (options: object = {}) => ({ type: "SimpleRNN", units: 2, returnSequences: true, ...options });
const dense = (options: object = {}) => ({ type: "Dense", units: 2, ...options });

describe("planModel", () => {
  it("works out the notebook's shapes, weights and places", () => {
    const plan = planOf(
      [
        { type: "SimpleRNN", units: 10 },
        { type: "Dense", units: 1, activation: "sigmoid" },
      ],
      [10, 1],
    );
    expect(plan).toMatchObject({
      inputs: [{ name: "input", shape: [10, 1] }],
      inputShape: [10, 1],
      outputShape: [1],
      outputTimed: false,
      output: 2,
      parameterCount: 131,
      stateSize: 0,
    });
    expect(
      plan.parameters.map(({ layer, name, shape, offset, size, initializer }) => [
        `${layer}/${name}`,
        shape,
        offset,
        size,
        initializer,
      ]),
    ).toEqual([
      ["simple_rnn/kernel", [1, 10], 0, 10, "glorot_uniform"],
      ["simple_rnn/recurrent_kernel", [10, 10], 10, 100, "orthogonal"],
      ["simple_rnn/bias", [10], 110, 10, "zeros"],
      ["dense/kernel", [10, 1], 120, 10, "glorot_uniform"],
      ["dense/bias", [1], 130, 1, "zeros"],
    ]);
    expect(plan.layers.map(({ inputs, outputs }) => [inputs, outputs])).toEqual([
      [[0], [1]],
      [[1], [2]],
    ]);
    expect(plan.values).toEqual([
      { shape: [10, 1], timed: true },
      { shape: [10], timed: false },
      { shape: [1], timed: false },
    ]);
  });

  it.each([...listGoldenCases("layer"), ...listGoldenCases("model"), ...listGoldenCases("fit")])(
    "has Keras's weights, states and output: %s",
    (name) => {
      const golden = readGoldenCase(name);
      const plan = planOf(layerOptions(golden.layers!), golden.shape("x").slice(1));
      const prefix = "parameters.before/";
      const keras = [...golden.tensors].filter(([tensor]) => tensor.startsWith(prefix));
      expect(Object.fromEntries(weightsOf(plan))).toEqual(
        Object.fromEntries(keras.map(([tensor, { shape }]) => [tensor.slice(prefix.length), shape])),
      );
      expect(plan.outputShape).toEqual(golden.shape("output").slice(1));
      const states = golden.numbered("state").map((_, index) => golden.shape(`state/${index}`).slice(1));
      const returned = plan.layers
        .at(-1)!
        .outputs.slice(1)
        .map((value) => plan.values[value]!.shape);
      expect(returned).toEqual(states);
    },
  );

  it("puts parameters and states end to end, whatever the layers", () => {
    const units = fc.integer({ min: 1, max: 9 });
    const recurrent = fc.record({
      type: fc.constantFrom("SimpleRNN", "LSTM", "GRU"),
      units,
      useBias: fc.boolean(),
      stateful: fc.boolean(),
      returnSequences: fc.constant(true),
    });
    const cell = fc.record({ type: fc.constantFrom("SimpleRNNCell", "LSTMCell", "GRUCell"), units });
    const layer = fc.oneof(
      recurrent,
      recurrent.map((inner) => ({ type: "Bidirectional", layer: inner })),
      fc.array(cell, { minLength: 1, maxLength: 3 }).map((cells) => ({
        type: "RNN",
        cells,
        returnSequences: true,
        stateful: true,
      })),
      units.map((filters) => ({ type: "Conv1D", filters, kernelSize: 3, padding: "same" })),
      units.map((inner) => ({ type: "TimeDistributed", layer: dense({ units: inner }) })),
      fc.constant({ type: "LayerNormalization" }),
    );
    fc.assert(
      fc.property(fc.array(layer, { minLength: 1, maxLength: 8 }), (layers) => {
        const plan = planOf(layers, [5, 3]);
        const parameterEnd = plan.parameters.reduce((end, parameter) => {
          expect(parameter.offset).toBe(end);
          expect(parameter.size).toBe(parameter.shape.reduce((product, length) => product * length, 1));
          return end + parameter.size;
        }, 0);
        expect(plan.parameterCount).toBe(parameterEnd);
        const states = plan.layers.flatMap((planned) => planned.states);
        const stateEnd = states.reduce((end, state) => {
          expect(state.offset).toBe(end);
          return end + state.units;
        }, 0);
        expect(plan.stateSize).toBe(stateEnd);
        expect(new Set(weightsOf(plan).map(([name]) => name)).size).toBe(plan.parameters.length);
      }),
    );
  });

  it("numbers layers through wrappers: wrapper first, then what is inside", () => {
    const plan = planOf(
      [
        { type: "Bidirectional", layer: { type: "GRU", units: 2, returnSequences: true } },
        { type: "TimeDistributed", layer: dense() },
        dense(),
      ],
      [4, 1],
    );
    const ordinals = plan.layers.map(({ ordinal, inner }) => [
      ordinal,
      ...inner.map((layer) => layer.ordinal),
    ]);
    expect(ordinals).toEqual([[0, 1, 2], [3, 4], [5]]);
  });

  it("marks what is not trainable, inside a wrapper too", () => {
    const plan = planOf(
      [
        { type: "Bidirectional", trainable: false, layer: rnn() },
        { type: "TimeDistributed", layer: dense({ trainable: false }) },
        dense(),
      ],
      [4, 1],
    );
    const trainable = plan.parameters.filter((parameter) => parameter.trainable !== false);
    expect(trainable.map(({ layer, name }) => `${layer}/${name}`)).toEqual([
      "dense_1/kernel",
      "dense_1/bias",
    ]);
  });

  it("hands regularisers and constraints to the weights that they are for", () => {
    const plan = planOf(
      [
        {
          type: "LSTM",
          units: 2,
          kernelRegularizer: "l2",
          recurrentRegularizer: { type: "L1", l1: 0.5 },
          biasConstraint: "non_neg",
        },
      ],
      [4, 1],
    );
    expect(
      plan.parameters.map(({ regularizer, constraint }) => [regularizer?.type, constraint?.type]),
    ).toEqual([
      ["L2", undefined],
      ["L1", undefined],
      [undefined, "NonNeg"],
    ]);
  });
});

describe("planModel refuses", () => {
  it.each<[string, object[], number[], RegExp]>([
    [
      "one name given twice",
      [dense({ name: "a" }), dense({ name: "a" })],
      [3],
      /layers\[1\]\.name: .*got "a" as layer 0/,
    ],
    [
      "a given name that is made too",
      [dense({ name: "dense" }), dense()],
      [3],
      /layers\[1\]\.name: .*"dense"/,
    ],
    [
      "a recurrent layer after one that drops the time steps",
      [rnn({ returnSequences: false }), rnn()],
      [3, 4],
      /model\.layers\[1\]: SimpleRNN simple_rnn_1: expected input sequences of shape \(timeSteps, features\), got \(2\)/,
    ],
    [
      "an orthogonal bias",
      [dense({ biasInitializer: "orthogonal" })],
      [3],
      /layers\[0\]: Dense dense: bias: .*orthogonal.*\(2\)/,
    ],
    [
      "an identity that is no matrix",
      [{ type: "Conv1D", filters: 2, kernelSize: 2, kernelInitializer: { type: "Identity" } }],
      [3, 2],
      /Conv1D conv1d: kernel: .*Identity.*\(2, 2, 2\)/,
    ],
    [
      "an orthogonal forget bias",
      [{ type: "LSTM", units: 2, biasInitializer: "orthogonal" }],
      [3, 2],
      /LSTM lstm: bias: .*orthogonal/,
    ],
    [
      "a constraint on an axis that is not there",
      [dense({ biasConstraint: { type: "MaxNorm", axis: 1 } })],
      [3],
      /Dense dense: bias: expected MaxNorm on axes of shape \(2\), got axis 1/,
    ],
    ["an input without features", [dense()], [3, 0], /data\.train: .*got \(3, 0\)/],
    ["an input of three axes", [dense()], [3, 4, 5], /data\.train: .*timeSteps, features.*got \(3, 4, 5\)/],
    [
      "more parameters than memory",
      [dense({ units: 2 ** 20 }), dense({ units: 2 ** 20 })],
      [1],
      /layers\[1\]: .*at most 1073741824/,
    ],
    [
      "references inside a wrapper",
      [{ type: "TimeDistributed", layer: dense({ inputs: ["input"] }) }],
      [3, 2],
      /layers\[0\]: time_distributed\/dense: expected inputs at TimeDistributed time_distributed/,
    ],
    [
      "cells of one name",
      [
        {
          type: "RNN",
          cells: [
            { type: "GRUCell", units: 2, name: "a" },
            { type: "GRUCell", units: 2, name: "a" },
          ],
        },
      ],
      [3, 2],
      /layers\[0\]: RNN rnn: expected layers inside of different names, got "a" twice/,
    ],
  ])("%s", (_, layers, inputShape, message) => {
    expect(() => planOf(layers, inputShape)).toThrow(ModelError);
    expect(() => planOf(layers, inputShape)).toThrow(message);
  });

  it("a model without layers", () => {
    expect(() => planModel({ layers: [] }, [3])).toThrow(/model\.layers: expected at least one layer/);
  });

  it("no layer type by accident: each has shapes", () => {
    const options: Record<string, object> = {
      Dense: { units: 2 },
      SimpleRNN: { units: 2 },
      LSTM: { units: 2 },
      GRU: { units: 2 },
      Bidirectional: { layer: rnn() },
      RNN: { cells: [{ type: "LSTMCell", units: 2 }] },
      TimeDistributed: { layer: dense() },
      Embedding: { inputDim: 3, outputDim: 2 },
      Dropout: { rate: 0.5 },
      SpatialDropout1D: { rate: 0.5 },
      Activation: { activation: "relu" },
      Reshape: { targetShape: [2, 2] },
      Conv1D: { filters: 2, kernelSize: 2 },
    };
    const shapes: Record<string, number[]> = { RepeatVector: [4], Embedding: [4] };
    const merges = ["Concatenate", "Add", "Subtract", "Multiply", "Average", "Maximum", "Minimum"];
    for (const type of layerTypes) {
      const more = merges.includes(type)
        ? { inputs: ["input", "input"] }
        : type === "RepeatVector"
          ? { n: 3 }
          : {};
      const [layer] = parseLayers([{ type, ...options[type], ...more }]);
      const plan = planModel({ layers: [layer!] }, shapes[type] ?? [4, 1]);
      expect(plan.values[plan.output]?.shape, type).toEqual(plan.outputShape);
      expect(
        plan.outputShape.every((length) => length > 0),
        type,
      ).toBe(true);
    }
  });
});
