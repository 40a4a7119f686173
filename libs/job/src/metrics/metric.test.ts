import { describe, expect, it } from "vitest";
import { jobWith, problemsWith } from "../testing/problems.js";
import { metricAliases, metricTypes } from "./metric.js";

const auc = { numThresholds: 200, curve: "ROC", summationMethod: "interpolation", fromLogits: false };
const defaults: Record<string, object> = {
  binary_accuracy: { threshold: 0.5 },
  top_k_categorical_accuracy: { k: 5 },
  sparse_top_k_categorical_accuracy: { k: 5 },
  precision: { thresholds: 0.5 },
  recall: { thresholds: 0.5 },
  true_positives: { thresholds: 0.5 },
  false_positives: { thresholds: 0.5 },
  true_negatives: { thresholds: 0.5 },
  false_negatives: { thresholds: 0.5 },
  auc,
  r2_score: { classAggregation: "uniform_average", numRegressors: 0 },
  binary_crossentropy: { fromLogits: false, labelSmoothing: 0 },
  categorical_crossentropy: { fromLogits: false, labelSmoothing: 0 },
  sparse_categorical_crossentropy: { fromLogits: false },
};

describe("a metric by name", () => {
  const named = metricTypes.filter((type) => type !== "f1_score");

  it.each(named)("has Keras's defaults: %s", (type) => {
    expect(jobWith({ metrics: [type] }).metrics).toEqual([{ type, ...defaults[type] }]);
  });

  it.each(Object.entries(metricAliases))(
    "may be short, and is called so in the history: %s",
    (short, type) => {
      expect(jobWith({ weightedMetrics: [short] }).weightedMetrics).toMatchObject([{ type, name: short }]);
    },
  );

  it("asks for f1_score's average", () => {
    expect(problemsWith({ metrics: ["f1_score"] })).toEqual([
      'metrics[0].average: expected "micro", "macro" or "weighted" (one number for all classes), got nothing',
    ]);
    expect(jobWith({ metrics: [{ type: "f1_score", average: "macro" }] }).metrics).toEqual([
      { type: "f1_score", average: "macro" },
    ]);
  });
});

describe("metrics", () => {
  it.each<[object, string]>([
    [{ type: "precision", topK: 2 }, "metrics[0].topK: not supported: use thresholds and classId"],
    [
      { type: "recall", thresholds: [0.1, 0.9] },
      "metrics[0].thresholds: expected a number from 0 to 1, got a list",
    ],
    [
      { type: "auc", multiLabel: true },
      "metrics[0].multiLabel: not supported: all outputs count as one label",
    ],
    [
      { type: "auc", numThresholds: 1 },
      "metrics[0].numThresholds: expected a whole number of at least 2, got 1",
    ],
    [
      { type: "r2_score", classAggregation: "none" },
      'metrics[0].classAggregation: expected "uniform_average" or "variance_weighted_average", got "none"',
    ],
    [
      { type: "accuracy", name: "loss" },
      'metrics[0].name: expected another name than loss, learning_rate, epoch and val_..., which the history has, got "loss"',
    ],
    [
      { type: "accuracy", name: "val_loss" },
      'metrics[0].name: expected another name than loss, learning_rate, epoch and val_..., which the history has, got "val_loss"',
    ],
    [
      { type: "accuracy", name: "__proto__" },
      'metrics[0].name: expected a name that begins with a letter or a digit, got "__proto__"',
    ],
  ])("are refused by name: %j", (metric, problem) => {
    expect(problemsWith({ metrics: [metric] })).toEqual([problem]);
  });

  it("have names of their own, each list for itself", () => {
    const twice = ["mse", { type: "mean_absolute_error", name: "mse" }];
    expect(problemsWith({ metrics: twice })).toEqual([
      'metrics[1]: expected each metric once, got "mse" again',
    ]);
    const byThreshold = [
      { type: "precision", name: "strict", thresholds: 0.9 },
      { type: "precision", name: "lax", thresholds: 0.1 },
    ];
    expect(problemsWith({ metrics: byThreshold, weightedMetrics: byThreshold })).toEqual([]);
  });
});
