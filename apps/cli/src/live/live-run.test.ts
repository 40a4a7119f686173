import type { RunOverview } from "@lockstep/telemetry/views";
import { describe, expect, it } from "vitest";
import { epoch, event, started, step, submitted } from "../testing/sample-events.js";
import { LiveRun } from "./live-run.js";

function overview(sequence: number): RunOverview {
  return {
    ...{ sequence, newest: sequence },
    run: {
      ...{ runId: "r1", name: "n", kind: "train", state: "paused", pausedFor: "lunch", submittedMs: 0 },
      ...{ step: 900, totalSteps: 1000, epoch: 9, epochs: 10, measures: { loss: 0.2 } },
      history: [
        { epoch: 8, measures: { loss: 0.1 } },
        { epoch: 9, measures: { loss: 0.2 } },
      ],
      droppedResults: { stale: 3, duplicate: 0, unsolicited: 0 },
    },
    workers: [{ workerId: "one", state: "live", slots: 1, backend: "native", fingerprint: "f" }],
  };
}

describe("a run that is watched from its middle", () => {
  it("is what the overview says", () => {
    const run = new LiveRun("r1", overview(1_000_000));
    expect(run.run).toMatchObject({ state: "paused", step: 900 });
    expect(run.workers).toHaveLength(1);
    expect(run.bestOf("loss")).toEqual({ epoch: 8, value: 0.1 });
    expect(run.epochsOf("loss")).toEqual([0.1, 0.2]);
  });

  it("takes events of before as history only", () => {
    const run = new LiveRun("r1", overview(1_000_000));
    run.take(step(2, { loss: 0.75 }));
    run.take(event({ type: "result-dropped", workerId: "one", reason: "stale" }));
    run.take(event({ type: "worker-left", workerId: "one", reason: "gone", returnedMicroBatches: 0 }));
    expect(run.run).toMatchObject({ state: "paused", step: 900, droppedResults: { stale: 3 } });
    expect(run.workers).toHaveLength(1);
    expect(run.stepsOf("loss")).toEqual([0.75]);
    expect(run.lines.map(({ text }) => text)).toEqual([
      "a result of one was dropped: stale",
      "one left: gone",
    ]);
  });

  it("goes on from there", () => {
    const run = new LiveRun("r1", overview(0));
    run.take({ ...step(901), sequence: 1_000_001 });
    expect(run.run).toMatchObject({ state: "running", step: 901 });
  });
});

describe("a run that is watched from its start", () => {
  it("has its workers join anew after its coordinator was started again", () => {
    const run = new LiveRun("r1");
    const join = { type: "worker-joined", slots: 1, backend: "native", fingerprint: "f" } as const;
    for (const one of [submitted(), event({ ...join, workerId: "one" }), started(), step(1)]) run.take(one);
    run.take(event({ type: "run-recovered", step: 0, toldSteps: 1 }));
    expect(run.workers).toEqual([]);
    run.take(event({ ...join, workerId: "two" }));
    expect(run.workers.map(({ workerId }) => workerId)).toEqual(["two"]);
  });

  it("says how far an evaluation is, while it is", () => {
    const run = new LiveRun("r1");
    run.take(submitted());
    run.take(event({ type: "evaluation-progress", round: 1, part: "validation", done: 1, total: 3 }));
    expect(run.evaluation).toMatchObject({ part: "validation", done: 1, total: 3 });
    run.take(epoch(1));
    expect(run.evaluation).toBeUndefined();
  });

  it("is not disturbed by what a newer coordinator tells", () => {
    const run = new LiveRun("r1");
    run.take(submitted());
    run.take({ type: "new", sequence: 1_000_000, runId: "r1", time: 0 } as unknown as ReturnType<
      typeof step
    >);
    expect(run.run?.state).toBe("queued");
  });
});
