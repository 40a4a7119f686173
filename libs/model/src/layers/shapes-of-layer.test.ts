import { describe, expect, it } from "vitest";
import { planOf, weightsOf } from "../testing/plan.js";

const shapeOf = (layer: object, inputShape: number[]) => planOf([layer], inputShape).outputShape;
const conv = (options: object) => ({ type: "Conv1D", filters: 4, ...options });
const cell = (name: string, units: number, options: object = {}) => ({
  type: `${name}Cell`,
  units,
  ...options,
});

/** Shapes as Keras 3.15 gives them. */
describe("output shapes", () => {
  it.each<[string, object, number[], number[]]>([
    ["Conv1D valid", conv({ kernelSize: 3 }), [10, 3], [8, 4]],
    ["Conv1D valid, strides", conv({ kernelSize: 3, strides: 2 }), [10, 3], [4, 4]],
    ["Conv1D same, strides", conv({ kernelSize: 3, strides: 3, padding: "same" }), [10, 3], [4, 4]],
    ["Conv1D dilated", conv({ kernelSize: 4, dilationRate: 2 }), [11, 3], [5, 4]],
    ["Conv1D causal", conv({ kernelSize: 3, dilationRate: 2, padding: "causal" }), [11, 3], [11, 4]],
    ["Conv1D causal, strides", conv({ kernelSize: 3, strides: 2, padding: "causal" }), [11, 3], [6, 4]],
    ["MaxPooling1D", { type: "MaxPooling1D", poolSize: 2 }, [11, 3], [5, 3]],
    ["MaxPooling1D same", { type: "MaxPooling1D", padding: "same" }, [11, 3], [6, 3]],
    ["AveragePooling1D strides", { type: "AveragePooling1D", poolSize: 3, strides: 2 }, [11, 3], [5, 3]],
    ["GlobalMaxPooling1D", { type: "GlobalMaxPooling1D" }, [11, 3], [3]],
    ["GlobalAveragePooling1D", { type: "GlobalAveragePooling1D", keepdims: true }, [11, 3], [1, 3]],
    ["Flatten", { type: "Flatten" }, [5, 3], [15]],
    ["Flatten of a vector", { type: "Flatten" }, [5], [5]],
    ["Reshape", { type: "Reshape", targetShape: [3, 5] }, [5, 3], [3, 5]],
    ["Reshape to a vector", { type: "Reshape", targetShape: [-1] }, [5, 3], [15]],
    ["Reshape of a vector", { type: "Reshape", targetShape: [-1, 2] }, [6], [3, 2]],
    ["RepeatVector", { type: "RepeatVector", n: 4 }, [3], [4, 3]],
    ["Dense on a sequence", { type: "Dense", units: 2 }, [5, 3], [5, 2]],
    ["Embedding", { type: "Embedding", inputDim: 9, outputDim: 2 }, [5], [5, 2]],
    ["Embedding of (T, 1)", { type: "Embedding", inputDim: 9, outputDim: 2 }, [5, 1], [5, 2]],
    ["Masking", { type: "Masking" }, [5, 3], [5, 3]],
    ["SpatialDropout1D", { type: "SpatialDropout1D", rate: 0.5 }, [5, 3], [5, 3]],
    ["LSTM", { type: "LSTM", units: 2 }, [5, 3], [2]],
    ["GRU, sequences", { type: "GRU", units: 2, returnSequences: true }, [5, 3], [5, 2]],
    ["RNN", { type: "RNN", cells: [cell("LSTM", 4), cell("GRU", 2)] }, [5, 3], [2]],
    ["TimeDistributed", { type: "TimeDistributed", layer: { type: "Dense", units: 2 } }, [5, 3], [5, 2]],
  ])("%s", (_, layer, inputShape, expected) => {
    expect(shapeOf(layer, inputShape)).toEqual(expected);
  });

  it.each<[string, number[]]>([
    ["concat", [5, 7]],
    ["sum", [5, 3]],
    ["none", [5, 3]],
  ])("Bidirectional %s", (mergeMode, expected) => {
    const layer = { type: "LSTM", units: 3, returnSequences: true };
    const backwardLayer = { ...layer, units: mergeMode === "concat" ? 4 : 3, goBackwards: true };
    const plan = planOf([{ type: "Bidirectional", name: "both", mergeMode, layer, backwardLayer }], [5, 2], {
      output: "both",
    });
    expect(plan.outputShape).toEqual(expected);
    expect(plan.layers[0]!.outputs).toHaveLength(mergeMode === "none" ? 2 : 1);
  });

  it("gives the states after the output: forward's, backward's, those of all cells", () => {
    const shapes = (layer: object) =>
      planOf([layer], [5, 2])
        .values.slice(1)
        .map(({ shape }) => shape);
    const lstm = { type: "LSTM", units: 3, returnState: true };
    expect(shapes(lstm)).toEqual([[3], [3], [3]]);
    expect(shapes({ type: "Bidirectional", layer: { ...lstm, returnSequences: true } })).toEqual([
      [5, 6],
      [3],
      [3],
      [3],
      [3],
    ]);
    const cells = [cell("LSTM", 4), cell("GRU", 3)];
    expect(shapes({ type: "RNN", cells, returnState: true })).toEqual([[3], [4], [4], [3]]);
  });

  it("puts sequences side by side or one after another", () => {
    const joined = (axis: number, ...shapes: number[][]) =>
      planOf([{ type: "Concatenate", axis, inputs: ["a", "b"] }], shapes, {
        inputs: [{ name: "a" }, { name: "b" }],
      }).outputShape;
    expect(joined(-1, [5, 3], [5, 2])).toEqual([5, 5]);
    expect(joined(1, [5, 3], [2, 3])).toEqual([7, 3]);
    expect(joined(1, [4], [2])).toEqual([6]);
  });
});

/** Names and shapes as Keras 3.15 makes them (its cells' names left out). */
describe("weights", () => {
  it.each<[string, object, [string, number[]][]]>([
    [
      "GRU resetAfter",
      { type: "GRU", units: 3 },
      [
        ["gru/kernel", [4, 9]],
        ["gru/recurrent_kernel", [3, 9]],
        ["gru/bias", [2, 9]],
      ],
    ],
    [
      "GRU without",
      { type: "GRU", units: 3, resetAfter: false },
      [
        ["gru/kernel", [4, 9]],
        ["gru/recurrent_kernel", [3, 9]],
        ["gru/bias", [9]],
      ],
    ],
    [
      "LSTM without bias",
      { type: "LSTM", units: 3, useBias: false },
      [
        ["lstm/kernel", [4, 12]],
        ["lstm/recurrent_kernel", [3, 12]],
      ],
    ],
    [
      "RNN of cells",
      { type: "RNN", cells: [cell("LSTM", 4), cell("LSTM", 3), cell("SimpleRNN", 2, { name: "top" })] },
      [
        ["rnn/lstm_cell/kernel", [4, 16]],
        ["rnn/lstm_cell/recurrent_kernel", [4, 16]],
        ["rnn/lstm_cell/bias", [16]],
        ["rnn/lstm_cell_1/kernel", [4, 12]],
        ["rnn/lstm_cell_1/recurrent_kernel", [3, 12]],
        ["rnn/lstm_cell_1/bias", [12]],
        ["rnn/top/kernel", [3, 2]],
        ["rnn/top/recurrent_kernel", [2, 2]],
        ["rnn/top/bias", [2]],
      ],
    ],
    [
      "Conv1D",
      conv({ kernelSize: 3 }),
      [
        ["conv1d/kernel", [3, 4, 4]],
        ["conv1d/bias", [4]],
      ],
    ],
    ["Embedding", { type: "Embedding", inputDim: 7, outputDim: 2 }, [["embedding/embeddings", [7, 2]]]],
    [
      "LayerNormalization",
      { type: "LayerNormalization" },
      [
        ["layer_normalization/gamma", [4]],
        ["layer_normalization/beta", [4]],
      ],
    ],
    [
      "LayerNormalization without scale",
      { type: "LayerNormalization", scale: false },
      [["layer_normalization/beta", [4]]],
    ],
    [
      "TimeDistributed",
      { type: "TimeDistributed", name: "each", layer: { type: "Dense", units: 2, useBias: false } },
      [["each/dense/kernel", [4, 2]]],
    ],
  ])("%s", (_, layer, expected) => {
    const inputShape = (layer as { type: string }).type === "Embedding" ? [9, 1] : [9, 4];
    expect(weightsOf(planOf([layer], inputShape))).toEqual(expected);
  });

  it("gives each cell of an RNN as a layer that the next goes on from", () => {
    const cells = [cell("LSTM", 4), cell("GRU", 3)];
    const plan = planOf(
      [{ type: "RNN", cells, goBackwards: true, zeroOutputForMask: true, stateful: true }],
      [5, 2],
    );
    expect(plan.layers[0]!.inner).toMatchObject([
      {
        inputShape: [5, 2],
        outputShape: [5, 4],
        spec: { type: "LSTM", returnSequences: true, goBackwards: true, zeroOutputForMask: false },
      },
      {
        inputShape: [5, 4],
        outputShape: [3],
        spec: { type: "GRU", returnSequences: false, goBackwards: false, zeroOutputForMask: true },
      },
    ]);
  });
});

describe("a Bidirectional's directions", () => {
  const directions = (options: object) => {
    const layer = { type: "GRU", units: 2, ...options };
    const { inner } = planOf([{ type: "Bidirectional", layer }], [5, 2]).layers[0]!;
    return inner.map(({ spec }) => spec);
  };

  it("read both ways, and mask outputs as Keras does", () => {
    expect(directions({ returnSequences: true })).toMatchObject([
      { goBackwards: false, zeroOutputForMask: true },
      { goBackwards: true, zeroOutputForMask: true },
    ]);
    expect(directions({ zeroOutputForMask: true })).toMatchObject([
      { goBackwards: false, zeroOutputForMask: false },
      { goBackwards: true, zeroOutputForMask: false },
    ]);
  });
});

describe("a layer refuses", () => {
  const lstm = { type: "LSTM", units: 3 };
  it.each<[string, object, number[], RegExp]>([
    [
      "sequences shorter than a filter",
      conv({ kernelSize: 4 }),
      [3, 2],
      /at least 4 time steps, got \(3, 2\)/,
    ],
    [
      "sequences shorter than a dilated filter",
      conv({ kernelSize: 3, dilationRate: 2 }),
      [4, 2],
      /at least 5 time steps/,
    ],
    ["a vector to convolve", conv({ kernelSize: 1 }), [3], /input sequences of shape .* got \(3\)/],
    ["a sequence to repeat", { type: "RepeatVector", n: 2 }, [3, 2], /a vector .* got \(3, 2\)/],
    [
      "vectors as token ids",
      { type: "Embedding", inputDim: 2, outputDim: 2 },
      [3, 2],
      /token ids .* got \(3, 2\)/,
    ],
    [
      "a shape of another size",
      { type: "Reshape", targetShape: [4, 2] },
      [3, 2],
      /targetShape of 6 values, as the input \(3, 2\), got \(4, 2\)/,
    ],
    [
      "a rest that does not divide",
      { type: "Reshape", targetShape: [-1, 4] },
      [3, 2],
      /targetShape of 6 values/,
    ],
    [
      "a shape of three axes",
      { type: "Reshape", targetShape: [3, 2, 1] },
      [3, 2],
      /more axes are not supported, got \(3, 2, 1\)/,
    ],
    [
      "a recurrent layer on each time step",
      { type: "TimeDistributed", layer: lstm },
      [3, 2],
      /TimeDistributed time_distributed: expected input sequences .* got \(2\)/,
    ],
    [
      "a sequence for each time step",
      { type: "TimeDistributed", layer: { type: "RepeatVector", n: 2 } },
      [3, 2],
      /layer: expected one that gives a vector for each time step, got \(2, 2\)/,
    ],
    [
      "directions of one way",
      { type: "Bidirectional", layer: lstm, backwardLayer: lstm },
      [3, 2],
      /backwardLayer of goBackwards true, got false/,
    ],
    [
      "a forward layer that reads backwards, where the other is made of it",
      { type: "Bidirectional", layer: { ...lstm, goBackwards: true } },
      [3, 2],
      /backwardLayer of goBackwards false, got true/,
    ],
    [
      "directions of different outputs",
      {
        type: "Bidirectional",
        layer: lstm,
        backwardLayer: { ...lstm, goBackwards: true, returnSequences: true },
      },
      [3, 2],
      /backwardLayer of returnSequences false, as layer, got true/,
    ],
    [
      "directions that cannot be added",
      {
        type: "Bidirectional",
        mergeMode: "sum",
        layer: lstm,
        backwardLayer: { ...lstm, goBackwards: true, units: 4 },
      },
      [3, 2],
      /mergeMode sum: expected outputs of one shape, got \(3\) and \(4\)/,
    ],
  ])("%s", (_, layer, inputShape, message) => {
    expect(() => planOf([layer], inputShape)).toThrow(message);
    expect(() => planOf([layer], inputShape)).toThrow(/^model\.layers\[0\]: /);
  });

  it.each<[string, object, RegExp]>([
    ["Add", {}, /Add add: expected inputs of one shape, got \(5, 3\), \(4, 3\)/],
    ["Concatenate", {}, /Concatenate concatenate: expected inputs of one shape but for their features/],
  ])("%s of different shapes", (type, options, message) => {
    const inputs = [{ name: "a" }, { name: "b" }];
    const plan = () =>
      planOf(
        [{ type, ...options, inputs: ["a", "b"] }],
        [
          [5, 3],
          [4, 3],
        ],
        { inputs },
      );
    expect(plan).toThrow(message);
  });
});
