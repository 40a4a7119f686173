import { describe, expect, it } from "vitest";
import type { CallbackOptions } from "./callbacks/callback-list.js";
import type { RunDefinition } from "./run-definition.js";
import { runProblem } from "./run-problem.js";
import type { RunShape } from "./run-shape.js";
import { toyOptimizer, toyRun, toyShape } from "./testing/toy-cluster.js";

const shaped = (change: Partial<RunShape>): string | undefined =>
  runProblem(toyRun({ shape: { ...toyShape, ...change } }));

const watching = (
  callback: Partial<CallbackOptions>,
  change: Partial<RunDefinition> = {},
): string | undefined => {
  const options = { type: "ModelCheckpoint", monitor: "val_loss", mode: "auto", ...callback };
  return runProblem(toyRun({ callbacks: [options as CallbackOptions], ...change }));
};

describe("runProblem", () => {
  it("has nothing to say about a plain run", () => expect(runProblem(toyRun())).toBeUndefined());

  it("wants whole batches in the order of the data for a stateful model", () => {
    const whole = {
      batchSize: 5,
      sequences: { train: 25, validation: 5, test: 10 },
      stateful: true,
      shuffle: false,
    };
    expect(shaped(whole)).toBeUndefined();
    expect(shaped({ ...whole, shuffle: true })).toContain("fit.shuffle: expected false");
    expect(shaped({ ...whole, sequences: { ...whole.sequences, validation: 6 } })).toBe(
      "data.validation: expected a multiple of fit.batchSize (5) sequences for a stateful model, got 6",
    );
    const predict = { ...whole, kind: "predict" as const, shuffle: true };
    expect(shaped(predict)).toBeUndefined();
    expect(shaped({ ...predict, sequences: { train: 0, validation: 0, test: 7 } })).toContain(
      "data.test: expected",
    );
    expect(shaped({ ...whole, bucketing: { windowBatches: 1 } })).toContain("fit.bucketing: expected none");
  });

  it("wants to know lengths for buckets, and the longest for segments", () => {
    expect(shaped({ bucketing: { windowBatches: 2 } })).toContain(
      "expected 25 lengths with bucketing, got none",
    );
    const lengths = { train: new Uint32Array(25).fill(3) };
    expect(shaped({ bucketing: { windowBatches: 2 }, lengths })).toBeUndefined();
    expect(shaped({ truncate: 2 })).toContain("shape.timeSteps: expected a number");
    expect(shaped({ truncate: 2, timeSteps: 5 })).toBeUndefined();
    expect(shaped({ truncate: 2, timeSteps: 5, bucketing: { windowBatches: 2 }, lengths })).toContain(
      "fit.bucketing: expected none with fit.truncate",
    );
  });

  it("wants an order to have every sequence, and its indices to be there", () => {
    const order = Uint32Array.from({ length: 25 }, (_, index) => index + 1);
    expect(shaped({ order: [order] })).toBe("shape.order[0]: expected indices below 25, got 25");
    expect(shaped({ order: [order.subarray(1)] })).toBe("shape.order[0]: expected 25 sequences, got 24");
  });

  it("wants callbacks to watch what is measured", () => {
    expect(watching({})).toBeUndefined();
    expect(watching({ monitor: "val_accuracy" })).toBe(
      "fit.callbacks[0].monitor: expected one of loss, val_loss, got val_accuracy",
    );
    const sequences = { train: 25, validation: 0, test: 0 };
    expect(watching({}, { shape: { ...toyShape, sequences } })).toBe(
      "fit.callbacks[0].monitor: expected one of loss, got val_loss",
    );
  });

  it("wants the best checkpoint to be told by what is measured", () => {
    const best = (monitor: string): string | undefined =>
      runProblem(toyRun({ checkpoints: { best: { monitor, mode: "auto" } } }));
    expect(best("val_loss")).toBeUndefined();
    expect(best("accuracy")).toBe("checkpoints.best.monitor: expected one of loss, val_loss, got accuracy");
  });

  it("wants to know which way is better", () => {
    const { objective } = toyRun();
    const unknown = { ...objective, metricNames: ["happiness"] };
    expect(watching({ monitor: "happiness" }, { objective: unknown })).toContain(
      "fit.callbacks[0].mode: expected min or max",
    );
    expect(watching({ monitor: "happiness", mode: "max" }, { objective: unknown })).toBeUndefined();
  });

  it("wants a constant rate where a callback lowers it", () => {
    const schedule = {
      type: "InverseTimeDecay",
      initialLearningRate: 1,
      decaySteps: 1,
      decayRate: 1,
      staircase: false,
    };
    const plateau = { type: "ReduceLROnPlateau", factor: 0.5, patience: 1, cooldown: 0, minLr: 0 } as const;
    expect(watching(plateau)).toBeUndefined();
    const optimizer = toyOptimizer({ learningRate: schedule as never });
    expect(watching(plateau, { optimizer })).toBe(
      "fit.callbacks[0]: ReduceLROnPlateau expects a number as optimizer.learningRate, got a schedule",
    );
  });
});
