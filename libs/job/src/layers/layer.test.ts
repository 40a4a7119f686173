import { describe, expect, it } from "vitest";
import { layerWith, problemsOfLayers } from "../testing/problems.js";
import { layerTypes } from "./layer.js";

const weights = { kernelInitializer: "glorot_uniform", biasInitializer: "zeros" };
const cell = {
  units: 3,
  activation: "tanh",
  useBias: true,
  ...weights,
  recurrentInitializer: "orthogonal",
  dropout: 0,
  recurrentDropout: 0,
};
const gates = { ...cell, recurrentActivation: "sigmoid" };
const sequence = {
  returnSequences: false,
  returnState: false,
  goBackwards: false,
  stateful: false,
  zeroOutputForMask: false,
  unroll: false,
};
const pooling = { poolSize: 2, padding: "valid" };
const merged = { inputs: ["input", "input"] };
const dense = { type: "Dense", trainable: true, units: 3, activation: "linear", useBias: true, ...weights };
const lstm = { type: "LSTM", trainable: true, ...gates, ...sequence, unitForgetBias: true, useCudnn: "auto" };

/** What must be given of each layer, and what Keras fills in. */
const layers: readonly (readonly [type: string, given: object, filledIn: object])[] = [
  ["SimpleRNN", { units: 3 }, { ...cell, ...sequence }],
  ["LSTM", { units: 3 }, lstm],
  ["GRU", { units: 3 }, { ...gates, ...sequence, resetAfter: true, useCudnn: "auto" }],
  ["Bidirectional", { layer: { type: "LSTM", units: 3 } }, { layer: lstm, mergeMode: "concat" }],
  [
    "RNN",
    {
      cells: [
        { type: "SimpleRNNCell", units: 3 },
        { type: "LSTMCell", units: 3 },
        { type: "GRUCell", units: 3 },
      ],
    },
    {
      ...sequence,
      cells: [
        { type: "SimpleRNNCell", ...cell },
        { type: "LSTMCell", ...gates, unitForgetBias: true },
        { type: "GRUCell", ...gates, resetAfter: true },
      ],
    },
  ],
  ["Dense", { units: 3 }, dense],
  [
    "Embedding",
    { inputDim: 5, outputDim: 2 },
    { inputDim: 5, outputDim: 2, maskZero: false, embeddingsInitializer: "random_uniform" },
  ],
  ["Masking", {}, { maskValue: 0 }],
  ["Dropout", { rate: 0.5 }, { rate: 0.5 }],
  ["SpatialDropout1D", { rate: 0.5 }, { rate: 0.5 }],
  [
    "LayerNormalization",
    {},
    {
      axis: -1,
      epsilon: 0.001,
      center: true,
      scale: true,
      betaInitializer: "zeros",
      gammaInitializer: "ones",
    },
  ],
  ["Activation", { activation: "relu" }, { activation: "relu" }],
  ["Flatten", {}, {}],
  ["Reshape", { targetShape: [2, -1] }, { targetShape: [2, -1] }],
  ["RepeatVector", { n: 4 }, { n: 4 }],
  ["GlobalAveragePooling1D", {}, { keepdims: false }],
  ["GlobalMaxPooling1D", {}, { keepdims: false }],
  ["AveragePooling1D", {}, pooling],
  ["MaxPooling1D", {}, pooling],
  [
    "Conv1D",
    { filters: 2, kernelSize: 3 },
    {
      filters: 2,
      kernelSize: 3,
      strides: 1,
      padding: "valid",
      dilationRate: 1,
      groups: 1,
      activation: "linear",
      useBias: true,
      ...weights,
    },
  ],
  ["Concatenate", merged, { ...merged, axis: -1 }],
  ["Add", merged, merged],
  ["Subtract", merged, merged],
  ["Multiply", merged, merged],
  ["Average", merged, merged],
  ["Maximum", merged, merged],
  ["Minimum", merged, merged],
  ["TimeDistributed", { layer: { type: "Dense", units: 3 } }, { layer: dense }],
];

describe("a layer's defaults are Keras's:", () => {
  it.each(layers)("%s", (type, given, filledIn) => {
    expect(layerWith({ type, ...given })).toEqual({ type, trainable: true, ...filledIn });
  });

  it("of every layer", () => {
    expect(layers.map(([type]) => type)).toEqual(layerTypes);
  });
});

describe("a layer's options", () => {
  const options = {
    name: "first",
    trainable: false,
    inputs: ["input"],
    initialState: ["input", "input"],
    units: 3,
    activation: "swish",
    recurrentActivation: "hard_swish",
    kernelInitializer: { type: "VarianceScaling", mode: "fan_avg", seed: 3 },
    recurrentInitializer: "normal",
    kernelRegularizer: "l1_l2",
    recurrentRegularizer: { type: "L1", l1: 0.5 },
    biasRegularizer: { type: "L1L2" },
    kernelConstraint: "max_norm",
    recurrentConstraint: { type: "MinMaxNorm", axis: [0, 1] },
    biasConstraint: "non_neg",
    dropout: 0.2,
    unroll: true,
    useCudnn: false,
  };

  it("are kept, their short forms written out", () => {
    expect(layerWith({ type: "LSTM", ...options })).toMatchObject({
      ...options,
      activation: "silu",
      recurrentActivation: "hard_silu",
      kernelInitializer: {
        type: "VarianceScaling",
        scale: 1,
        mode: "fan_avg",
        distribution: "truncated_normal",
        seed: 3,
      },
      recurrentInitializer: "random_normal",
      kernelRegularizer: { type: "L1L2", l1: 0.01, l2: 0.01 },
      biasRegularizer: { type: "L1L2", l1: 0, l2: 0 },
      kernelConstraint: { type: "MaxNorm", maxValue: 2, axis: [0] },
      recurrentConstraint: { type: "MinMaxNorm", minValue: 0, maxValue: 1, rate: 1, axis: [0, 1] },
      biasConstraint: { type: "NonNeg" },
    });
  });

  it.each<[string, object, string]>([
    [
      "activityRegularizer",
      { type: "LSTM", units: 1, activityRegularizer: "l2" },
      "layers[0].activityRegularizer: not supported: it is a sum over the activations of a global batch, not of a sequence; use kernelRegularizer",
    ],
    [
      "a cell's seed",
      { type: "RNN", cells: [{ type: "GRUCell", units: 1, seed: 1 }] },
      "layers[0].cells[0].seed: not supported: masks come from the job's seed, the step and the sequence",
    ],
    [
      "a dropout's seed",
      { type: "Dropout", rate: 0.1, seed: 1 },
      "layers[0].seed: not supported: masks come from the job's seed, the step and the sequence",
    ],
    [
      "an input's shape",
      { type: "Dense", units: 1, inputShape: [3] },
      "layers[0].inputShape: not supported: shapes come from the data, or from model.inputs",
    ],
    [
      "rmsScaling",
      { type: "LayerNormalization", rmsScaling: true },
      "layers[0].rmsScaling: not supported: only the normalisation by mean and variance is built",
    ],
    [
      "another axis",
      { type: "LayerNormalization", axis: 1 },
      "layers[0].axis: expected -1 (other axes are not supported), got 1",
    ],
    [
      "groups",
      { type: "Conv1D", filters: 2, kernelSize: 1, groups: 2 },
      "layers[0].groups: expected 1 (groups are not supported), got 2",
    ],
    [
      "the place of features",
      { type: "Flatten", dataFormat: "channels_first" },
      "layers[0].dataFormat: not supported: features are the last axis (channels_last)",
    ],
    [
      "dilation with strides",
      { type: "Conv1D", filters: 2, kernelSize: 1, strides: 2, dilationRate: 2 },
      "layers[0].dilationRate: expected 1 where strides is above 1",
    ],
    [
      "two sizes left open",
      { type: "Reshape", targetShape: [-1, -1] },
      "layers[0].targetShape: expected -1 at most once",
    ],
    [
      "a rate of 1",
      { type: "Dropout", rate: 1 },
      "layers[0].rate: expected a number of at least 0 and below 1, got 1",
    ],
    [
      "an unknown regulariser",
      { type: "Dense", units: 1, kernelRegularizer: "l3" },
      'layers[0].kernelRegularizer: expected "l1", "l2" or "l1_l2", got "l3"; did you mean "l1"?',
    ],
    [
      "a refused regulariser",
      { type: "Dense", units: 1, kernelRegularizer: { type: "OrthogonalRegularizer" } },
      "layers[0].kernelRegularizer.type: OrthogonalRegularizer: not supported: it couples all rows of a weight; use L1, L2 or L1L2",
    ],
    [
      "a constraint's axis",
      { type: "Dense", units: 1, kernelConstraint: { type: "UnitNorm", axis: "x" } },
      'layers[0].kernelConstraint.axis: expected an axis (a whole number from -4 to 3), or a list of axes, got "x"',
    ],
    [
      "an initialiser's option",
      { type: "Dense", units: 1, kernelInitializer: { type: "Constant", val: 1 } },
      'layers[0].kernelInitializer.val: unknown key; did you mean "value"?',
    ],
    [
      "a layer of no kind",
      { type: "TimeDistributed", layer: { type: "Dens", units: 1 } },
      'got "Dens"; did you mean "Dense"?',
    ],
    [
      "another recurrent layer",
      { type: "Bidirectional", layer: { type: "Dense", units: 1 } },
      'layers[0].layer.type: expected "SimpleRNN", "LSTM" or "GRU", got "Dense"',
    ],
    [
      "one value to merge",
      { type: "Add", inputs: ["input"] },
      "layers[0].inputs: expected a list of 2 to 100 references, got 1",
    ],
    [
      "three values to subtract",
      { type: "Subtract", inputs: ["input", "input", "input"] },
      "layers[0].inputs: expected a list of 2 to 2 references, got 3",
    ],
    [
      "nothing to merge",
      { type: "Add" },
      "layers[0].inputs: expected a list of 2 to 100 references, got nothing",
    ],
  ])("are refused by name: %s", (_, layer, problem) => {
    const problems = problemsOfLayers(layer);
    expect(problems).toHaveLength(1);
    expect(problems[0]).toContain(problem);
  });

  it.each([
    [
      "BatchNormalization",
      "its statistics would depend on how the batch is cut into micro-batches; use LayerNormalization",
    ],
    ["GaussianNoise", "its random values are not built; use Dropout"],
    ["MultiHeadAttention", "attention is not built; use recurrent layers"],
    ["LeakyReLU", "use Activation with leaky_relu (slope 0.2)"],
    ["InputLayer", "inputs are declared in model.inputs"],
  ])("do not matter where the layer is refused: %s", (type, reason) => {
    expect(problemsOfLayers({ type, units: 1 })).toEqual([
      `model.layers[0].type: ${type}: not supported: ${reason}`,
    ]);
  });
});
