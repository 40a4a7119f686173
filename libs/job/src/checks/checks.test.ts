import { describe, expect, it } from "vitest";
import { jobWith, problemsWith } from "../testing/problems.js";

const withFit = (fit: object, parts: object = {}) => problemsWith({ fit, ...parts });
const layersOf = (...layers: object[]) => ({ model: { layers } });
const recurrent = { type: "LSTM", units: 2, returnSequences: true };
const noValidation = { data: { train: { npz: "a" } } };

describe("fit", () => {
  it("keeps what is given", () => {
    const fit = { classWeight: { 0: 1, 12: 0.5 }, truncate: 5, bucketing: {} };
    expect(jobWith({ fit, ...layersOf(recurrent) }).fit).toEqual({
      epochs: 1,
      batchSize: 32,
      shuffle: true,
      validationSplit: 0,
      classWeight: { "0": 1, "12": 0.5 },
      truncate: 5,
      bucketing: { windowBatches: 50 },
      callbacks: [],
    });
  });

  it.each<[object, string]>([
    [
      { classWeight: { cat: 1 } },
      "fit.classWeight.cat: expected a class number as the key (a whole number of at least 0)",
    ],
    [{ classWeight: { 0: -1 } }, 'fit.classWeight["0"]: expected a number of at least 0, got -1'],
    [
      { classWeight: [1, 2] },
      "fit.classWeight: expected a mapping from class numbers to weights, got a list",
    ],
    [{ truncate: 0 }, "fit.truncate: expected a whole number of at least 1, got 0"],
    [
      { bucketing: { windowBatches: 1 } },
      "fit.bucketing.windowBatches: expected a whole number of at least 2, got 1",
    ],
    [{ stepsPerEpoch: 3 }, "fit.stepsPerEpoch: not supported: an epoch is one pass over the data"],
    [{ sampleWeight: "w" }, "fit.sampleWeight: not supported: give sampleWeight of the data source"],
  ])("refuses %j", (fit, problem) => {
    expect(withFit(fit)).toEqual([problem]);
  });
});

describe("callbacks", () => {
  it("have Keras's defaults", () => {
    const callbacks = [
      "EarlyStopping",
      "ReduceLROnPlateau",
      "ModelCheckpoint",
      "CSVLogger",
      "TerminateOnNaN",
    ];
    const watched = { monitor: "val_loss", mode: "auto" };
    expect(jobWith({ fit: { callbacks } }).fit.callbacks).toEqual([
      {
        type: "EarlyStopping",
        ...watched,
        minDelta: 0,
        patience: 0,
        restoreBestWeights: false,
        startFromEpoch: 0,
      },
      {
        type: "ReduceLROnPlateau",
        ...watched,
        factor: 0.1,
        patience: 10,
        minDelta: 1e-4,
        cooldown: 0,
        minLr: 0,
      },
      { type: "ModelCheckpoint", ...watched, saveBestOnly: true },
      { type: "CSVLogger" },
      { type: "TerminateOnNaN" },
    ]);
  });

  it("may watch any measure that there is", () => {
    const watch = (monitor: string) => ({ type: "EarlyStopping", monitor, baseline: 0.5 });
    const callbacks = ["loss", "mse", "val_mse", "weighted_mse", "val_weighted_mse", "val_score"].map(watch);
    const weightedMetrics = ["mse", { type: "r2_score", name: "score" }];
    expect(withFit({ callbacks }, { metrics: ["mse"], weightedMetrics })).toEqual([]);
  });

  it.each<[string, object, object, string]>([
    [
      "of Keras that have no place",
      { type: "LearningRateScheduler" },
      {},
      "fit.callbacks[0].type: LearningRateScheduler: not supported: give a schedule as optimizer.learningRate",
    ],
    [
      "that watch what there is not",
      { type: "EarlyStopping", monitor: "val_accuracy" },
      { metrics: ["acc"] },
      'fit.callbacks[0].monitor: expected one of loss, acc, val_loss, val_acc, got "val_accuracy"; did you mean "val_acc"?',
    ],
    [
      "that watch validation without data for it",
      { type: "EarlyStopping" },
      noValidation,
      'fit.callbacks[0].monitor: expected data.validation or fit.validationSplit for "val_loss", got neither',
    ],
    [
      "that cannot know what is better",
      { type: "EarlyStopping", monitor: "true_positives" },
      { metrics: ["true_positives"] },
      'fit.callbacks[0].mode: expected "min" or "max" for true_positives, as counts have no better side, got "auto"',
    ],
    [
      "that would change a schedule",
      { type: "ReduceLROnPlateau" },
      {
        optimizer: {
          type: "SGD",
          learningRate: { type: "CosineDecay", initialLearningRate: 1, decaySteps: 5 },
        },
      },
      "fit.callbacks[0]: expected a number as optimizer.learningRate with ReduceLROnPlateau, got a schedule",
    ],
    [
      "that would raise the rate",
      { type: "ReduceLROnPlateau", factor: 1 },
      {},
      "fit.callbacks[0].factor: expected a number above 0 and below 1, got 1",
    ],
    [
      "that save each epoch",
      { type: "ModelCheckpoint", saveBestOnly: false },
      {},
      "fit.callbacks[0].saveBestOnly: expected true (only the best model is saved), got false",
    ],
    [
      "that name a file",
      { type: "ModelCheckpoint", filepath: "best.keras" },
      {},
      "fit.callbacks[0].filepath: not supported: the best model is saved in the run's folder",
    ],
    [
      "with options of the terminal",
      { type: "EarlyStopping", verbose: 1 },
      {},
      "fit.callbacks[0].verbose: not supported: progress always says what a callback does",
    ],
    [
      "those that the run needs no callback for",
      { type: "BackupAndRestore" },
      {},
      "fit.callbacks[0].type: BackupAndRestore: not supported: runs go on by themselves after a crash; `checkpoints` of the job says what is kept for it",
    ],
  ])("are refused: %s", (_, callback, parts, problem) => {
    expect(withFit({ callbacks: [callback] }, parts)).toEqual([problem]);
  });

  it("without options stand once", () => {
    expect(withFit({ callbacks: ["CSVLogger", "CSVLogger"] })).toEqual([
      "fit.callbacks[1]: expected CSVLogger once",
    ]);
  });
});

describe("stateful layers", () => {
  const stateful = { ...recurrent, stateful: true };
  const both = { type: "Bidirectional", layer: stateful };

  it("want a fixed order", () => {
    expect(withFit({ shuffle: false }, layersOf(both))).toEqual([]);
    expect(withFit({ bucketing: {} }, layersOf(both))).toEqual([
      "fit.shuffle: expected false with stateful layers, got true",
      "fit.bucketing: expected nothing with stateful layers",
    ]);
  });

  it("cannot be within TimeDistributed", () => {
    expect(withFit({ shuffle: false }, layersOf({ type: "TimeDistributed", layer: stateful }))).toEqual([
      "model.layers[0].layer.stateful: expected false within TimeDistributed, got true",
    ]);
  });
});

describe("fit.truncate", () => {
  it("takes layers that go forwards from time step to time step, shuffled or not", () => {
    const layers = [
      { type: "Masking" },
      recurrent,
      { type: "RNN", cells: [{ type: "GRUCell", units: 2 }], returnSequences: true },
      { type: "TimeDistributed", layer: { type: "Flatten" } },
      { type: "Dense", units: 1 },
    ];
    expect(withFit({ truncate: 10 }, layersOf(...layers))).toEqual([]);
  });

  it.each<[object, string]>([
    [
      { type: "Bidirectional", layer: recurrent },
      "type: Bidirectional: not supported with fit.truncate: its backward layer begins at the end of the sequence",
    ],
    [
      { type: "Conv1D", filters: 1, kernelSize: 2 },
      "type: Conv1D: not supported with fit.truncate: it works on several time steps at once",
    ],
    [{ ...recurrent, goBackwards: true }, "goBackwards: expected false with fit.truncate, got true"],
    [
      { ...recurrent, returnSequences: false },
      "returnSequences: expected true with fit.truncate: targets are for every time step, got false",
    ],
    [
      { type: "GRU", units: 2, returnSequences: true, initialState: ["input"] },
      "initialState: expected nothing with fit.truncate, which carries states itself",
    ],
    [
      { type: "Concatenate", inputs: ["input", "input"], axis: 1 },
      "axis: expected -1 with fit.truncate, got 1",
    ],
  ])("refuses %j", (layer, problem) => {
    expect(withFit({ truncate: 10 }, layersOf(layer))).toEqual([`model.layers[0].${problem}`]);
  });

  it("carries states itself", () => {
    const layers = layersOf({ ...recurrent, stateful: true });
    expect(withFit({ truncate: 10, shuffle: false }, layers)).toEqual([
      "model.layers[0].stateful: expected false with fit.truncate, which carries states itself, got true",
    ]);
  });
});

describe("data", () => {
  it.each<[string, object, object, string]>([
    [
      "files without targets",
      { train: { npy: "x.npy" } },
      {},
      "data.train.y: expected a file with targets, got nothing",
    ],
    [
      "tables without targets",
      { train: { npz: "a" }, test: { csv: "a.csv" } },
      {},
      "data.test.label: expected a column with classes, or targets with columns of numbers, got nothing",
    ],
    [
      "scaled classes",
      { train: { npz: "a" }, standardiseTargets: true },
      { loss: "sparse_categorical_crossentropy" },
      "data.standardiseTargets: expected false with sparse_categorical_crossentropy, whose targets are classes",
    ],
    [
      "one input for two",
      { train: { ts: "a.ts" } },
      { model: { inputs: [{ name: "a" }, { name: "b" }], layers: [{ type: "Add", inputs: ["a", "b"] }] } },
      "data.train: expected an npz source with inputs for a, b",
    ],
    [
      "an input that is not there",
      { train: { npz: "a", inputs: { input: "x", more: "z" } } },
      {},
      'data.train.inputs.more: expected an input of the model (input), got "more"',
    ],
    [
      "an input without an array",
      { train: { npz: "a", inputs: {} } },
      {},
      'data.train.inputs: expected an array for the model\'s input "input"',
    ],
    [
      "an unknown side",
      { train: { npz: "a" }, padding: { side: "left" } },
      {},
      'data.padding.side: expected "pre" or "post", got "left"',
    ],
  ])("refuse %s", (_, data, parts, problem) => {
    expect(problemsWith({ data, ...parts })).toEqual([problem]);
  });

  it("may have windows, whose targets are columns of their own", () => {
    expect(problemsWith({ data: { train: { csv: "a", windows: { length: 3 } } } })).toEqual([]);
  });
});

describe("cluster", () => {
  it("keeps what is given", () => {
    const cluster = { minWorkers: 2, maxWorkers: 2, auditShare: 0.25 };
    expect(jobWith({ cluster }).cluster).toMatchObject(cluster);
    expect(jobWith({}).cluster).not.toHaveProperty("maxWorkers");
  });

  it.each<[object, string]>([
    [{ minWorkers: 3, maxWorkers: 2 }, "cluster.maxWorkers: expected at least cluster.minWorkers (3), got 2"],
    [{ maxWorkers: 0 }, "cluster.maxWorkers: expected a whole number of at least 1, got 0"],
    [{ maxWorkers: 10_001 }, "cluster.maxWorkers: expected a whole number of at most 10000, got 10001"],
    [{ auditShare: 1.5 }, "cluster.auditShare: expected a number from 0 to 1, got 1.5"],
    [{ auditShare: -0.1 }, "cluster.auditShare: expected a number from 0 to 1, got -0.1"],
  ])("refuses %j", (cluster, problem) => {
    expect(problemsWith({ cluster })).toEqual([problem]);
  });
});

describe("telemetry", () => {
  it("follows gradients through time every 20 steps, unless the job says otherwise", () => {
    expect(jobWith({}).telemetry).toEqual({ gradientFlow: { everySteps: 20 } });
    expect(
      jobWith({ telemetry: { gradientFlow: { everySteps: 0 } } }).telemetry.gradientFlow.everySteps,
    ).toBe(0);
  });

  it.each<[object, string]>([
    [
      { gradientFlow: { everySteps: -1 } },
      "telemetry.gradientFlow.everySteps: expected a whole number of at least 0, got -1",
    ],
    [
      { gradientFlow: { everyStep: 1 } },
      `telemetry.gradientFlow.everyStep: unknown key; did you mean "everySteps"?`,
    ],
  ])("refuses %j", (telemetry, problem) => {
    expect(problemsWith({ telemetry })).toEqual([problem]);
  });
});

describe("checkpoints", () => {
  it("keep what is given, with the defaults of callbacks for what is best", () => {
    const checkpoints = { everySteps: 10, everySeconds: 0, keepLast: 1000, milestoneSteps: 100 };
    const best = { monitor: "loss" };
    expect(jobWith({ checkpoints: { ...checkpoints, best } }).checkpoints).toEqual({
      ...checkpoints,
      best: { monitor: "loss", mode: "auto", minDelta: 0 },
    });
  });

  it.each<[object, string]>([
    [{ everySteps: 0 }, "checkpoints.everySteps: expected a whole number of at least 1, got 0"],
    [{ everySeconds: -1 }, "checkpoints.everySeconds: expected a number from 0 to 86400, got -1"],
    [{ everySeconds: NaN }, "checkpoints.everySeconds: expected a number from 0 to 86400, got NaN"],
    [{ keepLast: 0 }, "checkpoints.keepLast: expected a whole number of at least 1, got 0"],
    [{ keepLast: 1001 }, "checkpoints.keepLast: expected a whole number of at most 1000, got 1001"],
    [{ milestoneSteps: 1.5 }, "checkpoints.milestoneSteps: expected a whole number of at least 1, got 1.5"],
    [{ best: { monitor: "accuracy" } }, 'checkpoints.best.monitor: expected one of loss, got "accuracy"'],
    [
      { best: {} },
      'checkpoints.best.monitor: expected data.validation or fit.validationSplit for "val_loss", got neither',
    ],
    [
      { best: { monitor: "loss", minDelta: -1 } },
      "checkpoints.best.minDelta: expected a number of at least 0, got -1",
    ],
    [{ keepBest: 1 }, `checkpoints.keepBest: unknown key; did you mean "keepLast"?`],
  ])("refuse %j", (checkpoints, problem) => {
    expect(problemsWith({ checkpoints, ...noValidation })).toEqual([problem]);
  });

  it("refuse a count whose better side nobody knows", () => {
    const best = { monitor: "true_positives" };
    expect(problemsWith({ checkpoints: { best }, metrics: ["true_positives"] })).toEqual([
      'checkpoints.best.mode: expected "min" or "max" for true_positives, as counts have no better side, got "auto"',
    ]);
  });
});
