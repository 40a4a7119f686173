import { parseJobValue } from "@lockstep/job";
import { initialParameters, planJob } from "@lockstep/model";
import { describe, expect, it } from "vitest";
import { assembleRun } from "./assemble-run.js";

/** Puts a run on two sequences of two time steps together. */
function assemble(change: Record<string, unknown>, inputs = 1) {
  const names = Array.from({ length: inputs }, (_, index) => `x${index}`);
  const arrays = Object.fromEntries(names.map((name) => [name, name]));
  const job = parseJobValue({
    data: { train: { npz: "train.npz", ...(inputs > 1 ? { inputs: arrays } : {}) } },
    model: {
      inputs: names.map((name) => ({ name })),
      layers: [
        ...(inputs > 1 ? [{ type: "Add", inputs: names }] : []),
        { type: "SimpleRNN", units: 1 },
        { type: "Dense", units: 1, activation: "sigmoid" },
      ],
    },
    loss: "binary_crossentropy",
    ...change,
  });
  const inputShapes = names.map(() => [2, 1]);
  const layout = {
    inputs: names.map((name) => ({ name, shape: [2, 1], timed: true })),
    target: { name: "y", shape: [1], timed: false },
    timeSteps: 2,
    padding: { side: "post", value: 0 },
  } as const;
  const train = {
    kind: "memory",
    layout,
    lengths: Uint32Array.of(2, 2),
    values: new Float32Array(2 * (2 * inputs + 1)),
  } as const;
  const parameters = initialParameters(planJob(job, inputShapes), 0);
  return assembleRun(
    { kind: "train", job, inputShapes, parameters, parts: { train }, preprocessing: {}, dataDigest: "" },
    { runId: "test" },
  );
}

/** A measure with as many thresholds, and two sums for each. */
const auc = (numThresholds: number) => ({ metrics: [{ type: "auc", numThresholds }] });

describe("a run whose messages would be larger than they may be is refused", () => {
  it("for the sums of its metrics", () => {
    expect(assemble(auc(30_000)).definition.objective.statisticsLength).toBeGreaterThan(60_000);
    expect(() => assemble(auc(40_000))).toThrow(
      /^metrics: expected at most 65536 sums of all metrics, got 8\d{4}$/,
    );
  });

  it("for its job", () => {
    const classWeight = Object.fromEntries(Array.from({ length: 100_000 }, (_, index) => [index, 1.25]));
    expect(() => assemble({ fit: { classWeight } })).toThrow(
      /^job: as JSON: expected at most 1048576 characters, got \d{7}$/,
    );
  });
});

it("a run may have all the inputs that a job may have, and a batch size beyond its data", () => {
  expect(assemble({ fit: { batchSize: 2 ** 31 - 1 } }, 100).plan.inputs).toHaveLength(100);
});
