import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { RunEvent, RunEventBody } from "./events.js";
import { applyEvent, emptySnapshot, maxSnapshotRuns } from "./snapshot-reducer.js";

const submitted: RunEventBody = {
  type: "run-submitted",
  name: "n",
  kind: "train",
  totalSteps: 8,
  epochs: 2,
  stepsPerEpoch: 4,
  sequences: 100,
};

function step(number: number): RunEventBody {
  return {
    type: "step",
    step: number,
    epoch: 1 + Math.floor((number - 1) / 4),
    stepInEpoch: 1 + ((number - 1) % 4),
    measures: { loss: 1 / number },
    epochMeasures: { loss: 2 / number },
    learningRate: 0.001,
    gradientNorms: {},
    digest: `digest-${number}`,
    durationMs: 1,
    workers: 2,
  };
}

const finished: RunEventBody = {
  type: "run-finished",
  outcome: "completed",
  steps: 8,
  finalDigest: "f",
  model: "/m",
  test: { loss: 0.1 },
  droppedResults: { stale: 1, duplicate: 2, unsolicited: 3 },
};

function fold(events: readonly RunEvent[], start = emptySnapshot) {
  return events.reduce(applyEvent, start);
}

function numbered(bodies: readonly RunEventBody[], runId = "r"): RunEvent[] {
  return bodies.map((body, index) => ({ ...body, sequence: index + 1, runId, time: 0 }));
}

function snapshotOf(...bodies: RunEventBody[]) {
  return fold(numbered(bodies));
}

function runAfter(...bodies: RunEventBody[]) {
  return snapshotOf(submitted, ...bodies).runs[0]!;
}

const joined: RunEventBody = {
  type: "worker-joined",
  workerId: "w",
  slots: 2,
  backend: "tensorflow",
  fingerprint: "f",
};

describe("applyEvent", () => {
  it("shows a submitted run as queued", () => {
    expect(runAfter()).toEqual({
      runId: "r",
      name: "n",
      kind: "train",
      state: "queued",
      step: 0,
      totalSteps: 8,
      epoch: 0,
      epochs: 2,
      measures: {},
      history: [],
      droppedResults: { stale: 0, duplicate: 0, unsolicited: 0 },
    });
  });

  it("says what a run waits for until it goes on", () => {
    const waiting: RunEventBody = { type: "waiting", for: "2 workers" };
    expect(runAfter(waiting)).toMatchObject({ state: "waiting", waitingFor: "2 workers" });
    const goesOn = runAfter(waiting, { type: "run-started", workers: 2, fingerprint: "f" });
    expect(goesOn.state).toBe("running");
    expect(goesOn).not.toHaveProperty("waitingFor");
    expect(runAfter(waiting, step(1))).not.toHaveProperty("waitingFor");
  });

  it("takes the measures of the epoch so far, and the digest, from a step", () => {
    expect(runAfter(step(1), step(2))).toMatchObject({
      step: 2,
      epoch: 1,
      measures: { loss: 1 },
      digest: "digest-2",
    });
  });

  it("takes what a callback did for a sign that the run goes on", () => {
    const waiting: RunEventBody = { type: "waiting", for: "a worker" };
    const callback: RunEventBody = { type: "callback", callback: "EarlyStopping", epoch: 3, text: "ends" };
    expect(runAfter(waiting, callback)).toMatchObject({ state: "running", step: 0 });
  });

  it("keeps a history of epochs", () => {
    const epoch = (number: number): RunEventBody => ({
      type: "epoch",
      epoch: number,
      steps: 4,
      measures: { loss: number, val_loss: 2 },
      durationMs: 3,
    });
    expect(runAfter(epoch(1), epoch(2)).history).toEqual([
      { epoch: 1, measures: { loss: 1, val_loss: 2 } },
      { epoch: 2, measures: { loss: 2, val_loss: 2 } },
    ]);
  });

  it("counts dropped results, and believes the end of the run", () => {
    const dropped: RunEventBody = { type: "result-dropped", workerId: "w", reason: "stale" };
    expect(runAfter(dropped, dropped).droppedResults).toEqual({ stale: 2, duplicate: 0, unsolicited: 0 });
    expect(runAfter(dropped, finished).droppedResults).toEqual({ stale: 1, duplicate: 2, unsolicited: 3 });
  });

  it("shows how a run ended", () => {
    expect(runAfter(finished)).toMatchObject({
      state: "completed",
      step: 8,
      digest: "f",
      model: "/m",
      test: { loss: 0.1 },
    });
  });

  it("follows workers as they join, fall silent, recover and leave", () => {
    const silent: RunEventBody = { type: "lease-expired", workerId: "w", returnedMicroBatches: 2 };
    const states = (...bodies: RunEventBody[]) => snapshotOf(...bodies).workers.map(({ state }) => state);
    expect(states(joined)).toEqual(["live"]);
    expect(states(joined, joined)).toEqual(["live"]);
    expect(states(joined, silent)).toEqual(["lease-expired"]);
    expect(states(joined, silent, { type: "worker-recovered", workerId: "w" })).toEqual(["live"]);
    expect(
      states(joined, { type: "worker-left", workerId: "w", reason: "", returnedMicroBatches: 0 }),
    ).toEqual([]);
  });

  it("leaves other runs alone", () => {
    const [first] = numbered([submitted], "first");
    const [, second] = numbered([submitted, step(1)], "second");
    expect(fold([first!, second!]).runs).toMatchObject([{ runId: "first", step: 0 }]);
  });

  it("forgets the oldest finished run beyond the limit, and no run that goes on", () => {
    const runs = Array.from(
      { length: maxSnapshotRuns },
      (_, index) => numbered([submitted], `r${index}`)[0]!,
    );
    const [, end] = numbered([submitted, finished], "r3");
    const [extra] = numbered([submitted], "extra");
    const ids = fold([...runs, end!, extra!]).runs.map(({ runId }) => runId);
    expect(ids).toHaveLength(maxSnapshotRuns);
    expect(ids).not.toContain("r3");
    expect(ids.at(-1)).toBe("extra");
  });

  it("is the same from any snapshot on as from the start", () => {
    const bodies = fc.oneof(
      fc.constantFrom<RunEventBody>(
        submitted,
        finished,
        joined,
        { type: "waiting", for: "x" },
        { type: "lease-expired", workerId: "w", returnedMicroBatches: 1 },
        { type: "worker-left", workerId: "w", reason: "", returnedMicroBatches: 1 },
        { type: "epoch", epoch: 1, steps: 4, measures: { loss: 1 }, durationMs: 1 },
        { type: "result-dropped", workerId: "w", reason: "duplicate" },
        { type: "tested", measures: { loss: 1 }, steps: 1, durationMs: 1 },
        { type: "model-saved", path: "/p" },
      ),
      fc.integer({ min: 1, max: 8 }).map(step),
    );
    fc.assert(
      fc.property(fc.array(bodies, { maxLength: 40 }), fc.nat(40), (all, cut) => {
        const events = numbered(all);
        // Through JSON, as a client gets it.
        const prefix = JSON.parse(JSON.stringify(fold(events.slice(0, cut)))) as typeof emptySnapshot;
        expect(fold(events.slice(cut), prefix)).toEqual(fold(events));
      }),
    );
  });
});
