import type { RunSnapshot } from "@lockstep/telemetry/events";
import { expect, it } from "vitest";
import { bestMeasure } from "../run/best-measure.js";
import { remainingMs } from "../run/run-rate.js";
import { allRuns, filtered, newestFirst, sorted } from "./run-list.js";

const run = (runId: string, more: Partial<RunSnapshot> = {}): RunSnapshot => ({
  runId,
  name: runId,
  kind: "train",
  state: "running",
  submittedMs: 0,
  step: 50,
  totalSteps: 100,
  epoch: 1,
  epochs: 2,
  measures: {},
  history: [],
  droppedResults: { stale: 0, duplicate: 0, unsolicited: 0 },
  ...more,
});

const ids = (runs: readonly RunSnapshot[]) => runs.map(({ runId }) => runId);

it("has each run once, as it is now", () => {
  const now = run("a", { step: 60 });
  expect(allRuns([now], [run("a"), run("b")])).toEqual([now, run("b")]);
});

it("finds runs by all words, in name, id or kind, whatever their case", () => {
  const runs = [run("lstm-1", { name: "Adding" }), run("gru-2", { name: "adding", kind: "evaluate" })];
  expect(ids(filtered(runs, "ADD lstm", []))).toEqual(["lstm-1"]);
  expect(ids(filtered(runs, "evaluate", []))).toEqual(["gru-2"]);
  expect(ids(filtered(runs, "  ", ["paused"]))).toEqual([]);
});

it("sorts by time left, what has none last either way", () => {
  const runs = [run("done", { state: "completed" }), run("slow"), run("fast")];
  const rates = { slow: 1, fast: 10, done: 5 };
  expect(ids(sorted(runs, { key: "eta", descending: false }, rates))).toEqual(["fast", "slow", "done"]);
  expect(ids(sorted(runs, { key: "eta", descending: true }, rates))).toEqual(["slow", "fast", "done"]);
});

it("sorts by what is best, whether more is better or less", () => {
  const runs = [
    run("low", { measures: { accuracy: 0.5 } }),
    run("high", { measures: { accuracy: 0.9 } }),
    run("none"),
  ];
  expect(ids(sorted(runs, { key: "best", descending: true }, {}))).toEqual(["high", "low", "none"]);
  const losses = [run("great", { measures: { loss: 3 } }), run("small", { measures: { loss: 0.1 } })];
  expect(ids(sorted(losses, { key: "best", descending: true }, {}))).toEqual(["small", "great"]);
});

it("has the newest first, names in the order of their numbers", () => {
  const runs = [run("old", { submittedMs: 1 }), run("new", { submittedMs: 2 })];
  expect(ids(sorted(runs, newestFirst, {}))).toEqual(["new", "old"]);
  expect(ids(sorted([run("run-10"), run("run-9")], { key: "name", descending: false }, {}))).toEqual([
    "run-9",
    "run-10",
  ]);
});

it("judges a run by validation before training, by a metric before the loss", () => {
  const history = [
    { epoch: 1, measures: { loss: 1, accuracy: 0.9, val_loss: 0.5, val_accuracy: 0.6 } },
    { epoch: 2, measures: { loss: 0.5, accuracy: 0.95, val_loss: 0.9, val_accuracy: 0.4 } },
  ];
  expect(bestMeasure({ history, measures: {} })).toEqual({ name: "val_accuracy", value: 0.6, epoch: 1 });
  expect(bestMeasure({ history: [], measures: { loss: 0.3 } })).toEqual({ name: "loss", value: 0.3 });
  expect(bestMeasure({ history: [], measures: {} })).toBeUndefined();
});

it("says how long a run takes yet only while it runs at a known rate", () => {
  const now = { state: "running", step: 25, totalSteps: 100 } as const;
  expect(remainingMs(now, 5)).toBe(15_000);
  expect(remainingMs(now, undefined)).toBeUndefined();
  expect(remainingMs(now, 0)).toBeUndefined();
  expect(remainingMs({ ...now, state: "paused" }, 5)).toBeUndefined();
});
