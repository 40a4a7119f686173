import type { ArithmeticEngine } from "@lockstep/numerics";
import { describe, expect, it } from "vitest";
import { runInProcess, streamInProcess } from "./in-process-run.js";
import { undisturbed } from "./testing/driver.js";
import { bitsOf, toyResult, toyRun, toyShape } from "./testing/toy-cluster.js";

describe("runInProcess", () => {
  it("does what a cluster does, with any number of workers", () => {
    const reference = undisturbed(toyRun());
    for (const workers of [1, 3]) {
      const { result, epochs, events } = runInProcess(toyRun(), toyResult, { workers });
      expect(result).toEqual(reference.result);
      expect(epochs.map(({ measures }) => measures)).toEqual(
        reference.of("epoch").map((event) => event.measures),
      );
      expect(epochs.map(({ parameters }) => bitsOf(parameters))).toEqual(
        [2, 5].map((step) => reference.digests[step]),
      );
      expect(events.filter(({ type }) => type === "step")).toHaveLength(6);
    }
  });

  it("has nothing done beside the thread, as it cannot wait", () => {
    const arithmetic: ArithmeticEngine = {
      take: () => {
        throw new Error("nobody shall be asked");
      },
    };
    expect(runInProcess(toyRun({ arithmetic }), toyResult).result).toEqual(undisturbed(toyRun()).result);
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

  it("throws where a result is not as it must be", () => {
    const short = {
      gradient: new Float32Array(1),
      predictions: new Float32Array(),
      states: new Float32Array(),
    };
    expect(() => runInProcess(toyRun(), () => ({ ...short, statistics: new Float64Array(3) }))).toThrow(
      "in-process-0 was quarantined: result.gradient: expected 3 elements, got 1",
    );
  });

  it("tells every event as it happens, and stops where it shall: no more is computed or told", () => {
    const computed: number[] = [];
    const told: string[] = [];
    const { result, events } = runInProcess(
      toyRun(),
      (work, parameters) => {
        computed.push(work.round.number);
        return toyResult(work, parameters);
      },
      {
        workers: 2,
        onEvent: ({ type }) => told.push(type),
        until: (event) => event.type === "step" && event.step === 2,
      },
    );
    expect(result).toMatchObject({ outcome: "stopped", digest: undisturbed(toyRun()).digests[1] });
    expect(told).toEqual(events.map(({ type }) => type));
    expect(told.filter((type) => type === "step")).toHaveLength(2);
    expect(told.at(-1)).toBe("step");
    expect(Math.max(...computed)).toBe(1);
  });

  it("can be drawn event by event, and computes nothing that is not asked for", () => {
    let computed = 0;
    const stream = streamInProcess(toyRun(), (work, parameters) => {
      computed++;
      return toyResult(work, parameters);
    });
    const digests: string[] = [];
    for (const event of stream) {
      if (event.type === "step") digests.push(event.digest);
      if (digests.length === 3) break;
    }
    expect(digests).toEqual(undisturbed(toyRun()).digests.slice(0, 3));
    expect(computed).toBe(3);
  });

  it("goes on from a resume point up to a step", () => {
    const definition = toyRun({ checkpoints: { everySteps: 2 } });
    const straight = runInProcess(definition, toyResult);
    const point = straight.checkpoints.find((checkpoint) => checkpoint.point.step === 2)!.point;
    const { events } = runInProcess(definition, toyResult, {
      resumeFrom: point,
      until: (event) => event.type === "step" && event.step === 5,
    });
    const steps = events.flatMap((event) => (event.type === "step" ? [event] : []));
    expect(steps).toEqual(
      straight.events.filter((event) => event.type === "step" && event.step > 2 && event.step <= 5),
    );
  });

  it("keeps the result alone where it shall, of a run that wanted more workers, and audits", () => {
    const definition = toyRun({ minWorkers: 3, auditShare: 1, checkpoints: { everySteps: 1 } });
    const told: string[] = [];
    const outcome = runInProcess(definition, toyResult, {
      keep: false,
      onEvent: ({ type }) => told.push(type),
    });
    const { result } = runInProcess(toyRun(), toyResult);
    expect(outcome).toEqual({ result, epochs: [], events: [], checkpoints: [], bests: [] });
    expect(told.filter((type) => type === "step")).toHaveLength(6);
  });

  it("predicts", () => {
    const shape = { ...toyShape, kind: "predict" as const, sequences: { train: 0, validation: 0, test: 5 } };
    const { result } = runInProcess(toyRun({ shape }), toyResult);
    expect([...result.predictions!]).toEqual([0, 1, 2, 3, 4]);
  });
});
