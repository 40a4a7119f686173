import type { RunSnapshot } from "@lockstep/telemetry/events";
import { expect, it } from "vitest";
import { isSettled, refusalOf } from "./control-rules.js";

const run = (more: Partial<RunSnapshot> = {}): RunSnapshot => ({
  runId: "a",
  name: "a",
  kind: "train",
  state: "running",
  submittedMs: 0,
  step: 5,
  totalSteps: 10,
  epoch: 1,
  epochs: 1,
  measures: {},
  history: [],
  droppedResults: { stale: 0, duplicate: 0, unsolicited: 0 },
  ...more,
});

it("says why something makes no sense now", () => {
  expect(refusalOf("pause", run(), "live")).toBeUndefined();
  expect(refusalOf("resume", run(), "live")).toBe("It is not paused");
  expect(refusalOf("pause", run({ state: "queued" }), "live")).toMatch(/turn/);
  expect(refusalOf("checkpoint", run({ kind: "evaluate" }), "live")).toMatch(/trainings/);
  expect(refusalOf("checkpoint", run({ step: 0 }), "live")).toMatch(/no step/);
  expect(refusalOf("stop", run({ state: "failed" }), "live")).toBe("The run is over");
  expect(refusalOf("stop", run(), "offline")).toMatch(/no connection/);
});

it("takes something for done only when the run says so", () => {
  expect(isSettled("pause", run(), undefined)).toBe(false);
  expect(isSettled("pause", run({ state: "paused" }), undefined)).toBe(true);
  expect(isSettled("resume", run({ state: "paused" }), undefined)).toBe(false);
  expect(isSettled("stop", run({ state: "paused" }), undefined)).toBe(false);
  expect(isSettled("stop", run({ state: "stopped" }), undefined)).toBe(true);
});

it("takes a checkpoint for done when it is told of, also where there was one of that step", () => {
  const before = run({ checkpoint: { step: 5, file: "five" } });
  expect(isSettled("checkpoint", before, undefined)).toBe(false);
  expect(isSettled("checkpoint", before, 5)).toBe(true);
  expect(isSettled("checkpoint", before, 6)).toBe(false);
});
