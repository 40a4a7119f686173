import { existsSync } from "node:fs";
import { describe, expect, it } from "vitest";
import {
  fitOptions,
  jobOptions,
  layerOptions,
  lossOptions,
  metricOptions,
  optimizerOptions,
} from "./job-options.js";
import { goldenFile, listGoldenCases, readGoldenCase } from "./read-golden-case.js";
import { deviation, tolerance } from "./tolerance.js";

describe("readGoldenCase", () => {
  it("reads the notebook's case: description, numbers and tensors", () => {
    const golden = readGoldenCase("model-notebook");
    expect(golden.kind).toBe("model");
    expect(golden.expected64?.metrics).toEqual({ accuracy: 0.5625, loss: 0.829672475141211 });
    expect(golden.shape("x")).toEqual([32, 10, 1]);
    expect(golden.float32("x")).toHaveLength(320);
    expect(golden.float64("gradients64/simple_rnn/recurrent_kernel")).toHaveLength(100);
  });

  it("names the tensor that is missing or of another type", () => {
    const golden = readGoldenCase("model-notebook");
    expect(() => golden.float32("z")).toThrow("golden case model-notebook: no tensor z");
    expect(() => golden.float64("x")).toThrow("tensor x: expected F64, got F32");
    expect(() => golden.float32("loss64")).toThrow("tensor loss64: expected F32, got F64");
  });
});

describe("readGoldenCase of every kind", () => {
  it("tells a schedule's steps from an optimizer's", () => {
    const schedule = readGoldenCase("schedule-cosine-decay");
    expect(schedule.steps).toBeUndefined();
    expect(schedule.scheduleSteps).toHaveLength(schedule.expected64!.learningRates!.length);
    expect(readGoldenCase("optimizer-adam").steps).toBe(10);
  });

  it("gives numbered tensors in order", () => {
    const golden = readGoldenCase("layer-lstm-last-initial-state");
    expect(golden.numbered("initialState")).toEqual([
      golden.float32("initialState/0"),
      golden.float32("initialState/1"),
    ]);
    expect(golden.numbered("stateCotangent")).toEqual([]);
  });

  it("finds the saved models", () => {
    const saved = listGoldenCases("fit").filter((name) => readGoldenCase(name).saveModel === true);
    expect(saved.length).toBeGreaterThan(0);
    for (const name of saved) {
      expect(existsSync(goldenFile(name, "model.keras"))).toBe(true);
      expect(existsSync(goldenFile(name, "model.weights.h5"))).toBe(true);
    }
  });
});

describe("listGoldenCases", () => {
  it("lists cases by kind", () => {
    expect(listGoldenCases("fit")).toContain("fit-notebook");
    expect(listGoldenCases("layer").every((name) => name.startsWith("layer-"))).toBe(true);
    expect(listGoldenCases().length).toBeGreaterThan(listGoldenCases("layer").length);
  });

  it("throws where there are none", () => {
    expect(() => listGoldenCases("nothing" as "fit")).toThrow("no golden cases of kind nothing");
  });

  it.each(listGoldenCases())("%s is whole: Keras's float32 deviates as the case says", (name) => {
    const golden = readGoldenCase(name);
    const pairs = [...golden.tensors.keys()].filter((tensor) => /64(\/|$)/.test(tensor));
    if (golden.kind !== "schedule") expect(pairs.length).toBeGreaterThan(0);
    for (const name64 of pairs) {
      const name32 = name64.replace(/64(?=\/|$)/, "");
      if (!golden.tensors.has(name32)) continue; // inputs of a longer run are kept in one type
      const stated = golden.float32Deviation[name32.split("/")[0]!]!;
      expect(deviation(golden.float32(name32), golden.float64(name64))).toBeLessThanOrEqual(
        stated * 1.06 + 1e-12,
      );
    }
  });
});

describe("tolerance", () => {
  const golden = { kind: "fit", float32Deviation: { "parameters.after": 8e-6, output: 1e-6 } } as const;

  it("is four times Keras's deviation, by the name's first part, in float32 or 64", () => {
    expect(tolerance(golden, "parameters.after/3/dense/kernel")).toBe(3.2e-5);
    expect(tolerance(golden, "parameters.after64/3/dense/kernel")).toBe(3.2e-5);
  });

  it("has a floor by kind", () => {
    expect(tolerance(golden, "output")).toBe(2e-5);
    expect(tolerance({ ...golden, kind: "layer" }, "gradients/x")).toBe(2e-6);
  });
});

describe("deviation", () => {
  it("is relative to the largest reference value", () => {
    expect(deviation([1, 4.5], [1, -5])).toBe(9.5 / 5);
    expect(deviation([1e-3], [0])).toBe(1e-3);
  });

  it("is NaN for NaN, and refuses other lengths", () => {
    expect(deviation([NaN, 1], [1, 1])).toBeNaN();
    expect(() => deviation([1], [1, 2])).toThrow("expected 2 values");
    expect(() => deviation([], [])).toThrow("at least 1");
  });
});

describe("layerOptions", () => {
  it("puts Keras's options into the job's words", () => {
    const layers = [{ class_name: "SimpleRNN", config: { units: 3, return_sequences: true } }];
    expect(layerOptions(layers)).toEqual([{ type: "SimpleRNN", units: 3, returnSequences: true }]);
  });

  it("goes into wrappers, lists and regularisers", () => {
    const lstm = {
      class_name: "LSTM",
      config: { units: 2, kernel_regularizer: { class_name: "L2", config: { l2: 0.1 } } },
    };
    const layers = [
      { class_name: "Bidirectional", config: { layer: lstm, merge_mode: "sum" } },
      { class_name: "RNN", config: { cells: [{ class_name: "GRUCell", config: { reset_after: false } }] } },
    ];
    expect(layerOptions(layers)).toEqual([
      {
        type: "Bidirectional",
        layer: { type: "LSTM", units: 2, kernelRegularizer: { type: "L2", l2: 0.1 } },
        mergeMode: "sum",
      },
      { type: "RNN", cells: [{ type: "GRUCell", resetAfter: false }] },
    ]);
  });
});

describe("the other options", () => {
  it("names losses and metrics as a job does", () => {
    expect(lossOptions({ class_name: "BinaryCrossentropy", config: { from_logits: true } })).toEqual({
      type: "binary_crossentropy",
      fromLogits: true,
    });
    expect(lossOptions({ class_name: "KLDivergence", config: {} })).toEqual({ type: "kl_divergence" });
    expect(metricOptions(["accuracy", "AUC", "mae"])).toEqual([
      { type: "accuracy" },
      { type: "auc", name: "AUC" },
      { type: "mean_absolute_error", name: "mae" },
    ]);
  });

  it("puts a schedule into the optimizer", () => {
    const schedule = { class_name: "ExponentialDecay", config: { initial_learning_rate: 0.1 } };
    const config = { beta_1: 0.8, learning_rate: schedule };
    expect(optimizerOptions({ class_name: "Adam", config })).toEqual({
      type: "Adam",
      beta1: 0.8,
      learningRate: { type: "ExponentialDecay", initialLearningRate: 0.1 },
    });
  });

  it("keeps of fit what it was given, callbacks too", () => {
    const { fit } = readGoldenCase("fit-reduce-lr-on-plateau");
    expect(fitOptions(fit!)).toEqual({
      batchSize: 32,
      epochs: 12,
      shuffle: false,
      validationSplit: 0.25,
      callbacks: [{ type: "ReduceLROnPlateau", factor: 0.5, patience: 1, cooldown: 1, minLr: 0.004 }],
    });
    expect(fitOptions({ batch_size: 1, epochs: 2, shuffle: true })).toEqual({
      batchSize: 1,
      epochs: 2,
      shuffle: true,
    });
  });

  it("makes a job of a case", () => {
    expect(jobOptions(readGoldenCase("fit-class-weight"))).toMatchObject({
      name: "fit-class-weight",
      loss: { type: "sparse_categorical_crossentropy" },
      metrics: [{ type: "accuracy" }],
      weightedMetrics: [{ type: "accuracy" }],
      fit: { classWeight: { "0": 0.5, "2": 2 } },
    });
  });
});
