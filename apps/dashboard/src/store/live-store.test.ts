import type { RunEvent, RunSnapshot, Snapshot } from "@lockstep/telemetry/events";
import { expect, it, vi } from "vitest";
import { LiveStore } from "./live-store.js";

const run: RunSnapshot = {
  runId: "a",
  name: "a",
  kind: "train",
  state: "running",
  submittedMs: 0,
  step: 0,
  totalSteps: 100,
  epoch: 0,
  epochs: 1,
  measures: {},
  history: [],
  droppedResults: { stale: 0, duplicate: 0, unsolicited: 0 },
};

const snapshot = (sequence: number, runs: readonly RunSnapshot[] = [run]): string =>
  JSON.stringify({ type: "snapshot", snapshot: { sequence, runs, workers: [] } satisfies Snapshot });

const step = (sequence: number, count: number): string => {
  const event: RunEvent = {
    type: "step",
    sequence,
    runId: "a",
    time: 1000 * count,
    round: count - 1,
    step: count,
    epoch: 1,
    stepInEpoch: count,
    measures: { loss: 1 / count },
    epochMeasures: { loss: 1 / count },
    learningRate: 0.1,
    gradientNorms: {},
    digest: `d${count}`,
    durationMs: 500,
    workers: 1,
  };
  return JSON.stringify({ type: "events", events: [event] });
};

it("is what the events after the snapshot make of it", () => {
  const store = new LiveStore();
  store.take(snapshot(10));
  store.take(step(11, 1));
  store.take(step(12, 2));
  store.settle();
  expect(store.sequence).toBe(12);
  expect(store.state.snapshot.runs[0]).toMatchObject({ step: 2, digest: "d2", measures: { loss: 0.5 } });
});

it("takes what comes twice once: a backfill may overlap", () => {
  const store = new LiveStore();
  const events = vi.fn();
  store.subscribeEvents(events);
  store.take(snapshot(10));
  for (const message of [step(11, 1), step(11, 1), step(9, 7), step(12, 2)]) store.take(message);
  store.settle();
  expect(events.mock.lastCall?.[0]).toMatchObject([{ sequence: 11 }, { sequence: 12 }]);
});

it("goes on over numbers that are left out, as those of what is not kept are", () => {
  const store = new LiveStore();
  store.take(snapshot(10));
  store.take(step(15, 1));
  expect(store.sequence).toBe(15);
});

it("tells who watches once for all that was taken", () => {
  const store = new LiveStore();
  const listener = vi.fn();
  store.subscribe(listener);
  store.take(snapshot(10));
  for (let count = 1; count <= 50; count += 1) store.take(step(10 + count, count));
  expect(listener).not.toHaveBeenCalled();
  store.settle();
  expect(listener).toHaveBeenCalledOnce();
});

it("begins anew with a snapshot, also one with a lower number, and says that events may be missing", () => {
  const store = new LiveStore();
  expect(store.sequence).toBeUndefined();
  store.take(snapshot(10));
  store.take(step(11, 1));
  store.settle();
  const before = store.state.generation;
  store.take(snapshot(3));
  store.settle();
  expect(store.sequence).toBe(3);
  expect(store.state.generation).toBe(before + 1);
  expect(store.state.stepsPerSecond).toEqual({});
});

it("keeps runs that nothing happened to as the same objects", () => {
  const store = new LiveStore();
  store.take(snapshot(10, [run, { ...run, runId: "b" }]));
  store.settle();
  const [, other] = store.state.snapshot.runs;
  store.take(step(11, 1));
  store.settle();
  expect(store.state.snapshot.runs[1]).toBe(other);
});

it("measures steps a second by when they were told", () => {
  const store = new LiveStore();
  store.take(snapshot(10));
  store.take(step(11, 1));
  store.settle();
  expect(store.state.stepsPerSecond).toEqual({ a: 2 });
  for (let count = 2; count <= 20; count += 1) store.take(step(10 + count, count));
  store.settle();
  expect(store.state.stepsPerSecond).toEqual({ a: 1 });
});
