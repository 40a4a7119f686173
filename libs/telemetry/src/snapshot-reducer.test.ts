import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { RunEvent, RunEventBody } from "./events.js";
import { applyEvent, emptySnapshot, maxHistoryEpochs, maxSnapshotRuns } from "./snapshot-reducer.js";

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
    round: number - 1,
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
      submittedMs: 0,
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
    const callback: RunEventBody = {
      type: "callback",
      round: 4,
      callback: "EarlyStopping",
      epoch: 3,
      text: "ends",
    };
    expect(runAfter(waiting, callback)).toMatchObject({ state: "running", step: 0 });
  });

  it("keeps a history of epochs", () => {
    const epoch = (number: number): RunEventBody => ({
      type: "epoch",
      round: 4 * number - 1,
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

  it("forgets the oldest epochs beyond the limit", () => {
    const epochs = Array.from({ length: maxHistoryEpochs + 2 }, (_, index): RunEventBody => ({
      type: "epoch",
      round: index,
      epoch: index + 1,
      steps: 1,
      measures: { loss: index },
      durationMs: 1,
    }));
    const { history, epoch } = runAfter(...epochs);
    expect(history).toHaveLength(maxHistoryEpochs);
    expect(history[0]!.epoch).toBe(3);
    expect([history.at(-1)!.epoch, epoch]).toEqual([maxHistoryEpochs + 2, maxHistoryEpochs + 2]);
  });

  it("says why a run is paused until it goes on", () => {
    const waiting: RunEventBody = { type: "waiting", for: "2 workers" };
    const paused: RunEventBody = { type: "run-paused", cause: "storage", reason: "disk full", step: 3 };
    const run = runAfter(step(3), waiting, paused);
    expect(run).toMatchObject({ state: "paused", pausedFor: "disk full", step: 3 });
    expect(run).not.toHaveProperty("waitingFor");
    for (const next of [{ type: "run-continued", step: 3 }, step(4), finished] as const) {
      expect(runAfter(paused, next)).not.toHaveProperty("pausedFor");
    }
    expect(runAfter(paused, { type: "run-continued", step: 3 }).state).toBe("running");
    expect(runAfter(paused, waiting)).toMatchObject({ state: "waiting", waitingFor: "2 workers" });
  });

  it("keeps what was told of a run that is taken up again", () => {
    const paused: RunEventBody = { type: "run-paused", cause: "user", reason: "asked", step: 2 };
    const recovered: RunEventBody = { type: "run-recovered", step: 1, toldSteps: 2, checkpoint: "c" };
    const run = runAfter(step(1), step(2), paused, recovered);
    expect(run).toMatchObject({ state: "running", step: 2, digest: "digest-2" });
    expect(run).not.toHaveProperty("pausedFor");
  });

  it("names the newest checkpoint, and is not led to believe that the run goes on by it", () => {
    const saved = (number: number): RunEventBody => ({
      type: "checkpoint-saved",
      step: number,
      round: number,
      file: `step-${number}`,
      bytes: 1,
      durationMs: 1,
    });
    const paused: RunEventBody = { type: "run-paused", cause: "user", reason: "asked", step: 2 };
    expect(runAfter(saved(1), paused, saved(2))).toMatchObject({
      state: "paused",
      checkpoint: { step: 2, file: "step-2" },
    });
  });

  it("says why a run failed", () => {
    expect(runAfter({ ...finished, outcome: "failed", reason: "NaN" })).toMatchObject({
      state: "failed",
      reason: "NaN",
    });
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

  it("shows who stands by and who is quarantined until the run is over", () => {
    const worker = (workerId: string): RunEventBody => ({ ...joined, workerId });
    const silent: RunEventBody = { type: "lease-expired", workerId: "w", returnedMicroBatches: 0 };
    const back: RunEventBody = { type: "worker-recovered", workerId: "w" };
    const bad: RunEventBody = { type: "worker-quarantined", workerId: "w", reason: "wrong bits" };
    const standby = (is: boolean): RunEventBody => ({ type: "worker-standby", workerId: "v", standby: is });
    const states = (...bodies: RunEventBody[]) =>
      snapshotOf(submitted, worker("w"), worker("v"), ...bodies).workers.map(({ state }) => state);
    expect(states(bad, standby(true))).toEqual(["quarantined", "standby"]);
    expect(states(bad, silent, back)).toEqual(["quarantined", "live"]);
    expect(states(standby(true), standby(false))).toEqual(["live", "live"]);
    expect(states(bad, standby(true), finished)).toEqual(["live", "live"]);
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
        { type: "epoch", round: 3, epoch: 1, steps: 4, measures: { loss: 1 }, durationMs: 1 },
        { type: "result-dropped", workerId: "w", reason: "duplicate" },
        { type: "tested", round: 9, measures: { loss: 1 }, steps: 1, durationMs: 1 },
        { type: "model-saved", path: "/p" },
        { type: "run-paused", cause: "user", reason: "asked", step: 1 },
        { type: "run-continued", step: 1 },
        { type: "run-recovered", step: 0, toldSteps: 0 },
        { type: "worker-quarantined", workerId: "w", reason: "x" },
        { type: "worker-standby", workerId: "w", standby: true },
        { type: "checkpoint-saved", step: 1, round: 1, file: "f", bytes: 1, durationMs: 1 },
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
