import { describe, expect, it } from "vitest";
import { runInProcess } from "./in-process-run.js";
import { undisturbed } from "./testing/driver.js";
import { toyResult, toyRun, toyShape } from "./testing/toy-cluster.js";

describe("runInProcess", () => {
  it("does what a cluster does, with any number of workers", () => {
    const reference = undisturbed(toyRun());
    for (const workers of [1, 3]) {
      const { result, epochs, events } = runInProcess(toyRun(), toyResult, workers);
      expect(result).toEqual(reference.result);
      expect(epochs.map(({ measures }) => measures)).toEqual(
        reference.of("epoch").map((event) => event.measures),
      );
      expect(epochs.map(({ parameters }) => toyRun().digest(parameters))).toEqual(
        [2, 5].map((step) => reference.digests[step]),
      );
      expect(events.filter(({ type }) => type === "step")).toHaveLength(6);
    }
  });

  it("hands on a run's failure, and what the computation throws", () => {
    const bad = (): never => {
      throw new Error("no kernel");
    };
    expect(() => runInProcess(toyRun(), bad)).toThrow("no kernel");
    const { result } = runInProcess(toyRun(), (work, parameters) => ({
      ...toyResult(work, parameters),
      gradient: new Float32Array(3).fill(NaN),
    }));
    expect(result.outcome).toBe("failed");
  });

  it("throws where a result is refused", () => {
    const short = {
      gradient: new Float32Array(1),
      predictions: new Float32Array(),
      states: new Float32Array(),
    };
    expect(() => runInProcess(toyRun(), () => ({ ...short, statistics: new Float64Array(3) }))).toThrow(
      "in-process-0 was refused: result.gradient: expected 3 elements, got 1",
    );
  });

  it("predicts", () => {
    const shape = { ...toyShape, kind: "predict" as const, sequences: { train: 0, validation: 0, test: 5 } };
    const { result } = runInProcess(toyRun({ shape }), toyResult);
    expect([...result.predictions!]).toEqual([0, 1, 2, 3, 4]);
  });
});
