import { describe, expect, it } from "vitest";
import { CheckpointSchedule, type CommittedRound } from "./checkpoint-schedule.js";
import { PlainReader } from "./plain-reader.js";
import type { CheckpointPolicy } from "./run-definition.js";

const scheduleOf = (policy?: CheckpointPolicy, saved?: PlainReader): CheckpointSchedule =>
  new CheckpointSchedule(policy, () => "min", saved);
const step = (taken: number): CommittedRound => ({ step: taken, tookStep: true });
const evaluated = (taken: number, loss?: number): CommittedRound => ({
  step: taken,
  tookStep: false,
  epochMeasures: loss === undefined ? undefined : { loss },
});

describe("CheckpointSchedule", () => {
  it("has one due so long after the last, whyever that was, at evaluations too", () => {
    const schedule = scheduleOf({ everyMs: 100, everySteps: 5 });
    schedule.start(1000);
    expect(schedule.after(step(1), 1099)).toEqual([]);
    expect(schedule.after(evaluated(1), 1100)).toEqual(["latest"]);
    expect(schedule.after(step(5), 1150)).toEqual(["latest"]);
    expect(schedule.after(step(6), 1249)).toEqual([]);
    expect(schedule.after(step(7), 1250)).toEqual(["latest"]);
  });

  it("has one due that was asked for once: at the next commit, or at once", () => {
    const schedule = scheduleOf({});
    schedule.ask();
    expect(schedule.after(evaluated(1), 0)).toEqual(["latest"]);
    expect(schedule.after(step(2), 0)).toEqual([]);
    schedule.ask();
    expect(schedule.asked(0)).toEqual(["latest"]);
    expect(schedule.asked(0)).toEqual([]);
    expect(schedule.after(step(3), 0)).toEqual([]);
  });

  it("counts steps by the rounds that took them, and gives a checkpoint for every reason to keep it", () => {
    const schedule = scheduleOf({
      everySteps: 2,
      milestoneSteps: 4,
      best: { monitor: "loss", mode: "auto" },
    });
    expect(schedule.after(step(2), 0)).toEqual(["latest"]);
    expect(schedule.after(evaluated(2), 0)).toEqual([]);
    expect(schedule.after({ ...step(4), epochMeasures: { loss: 2 } }, 0)).toEqual(["milestone", "best"]);
    expect(schedule.after(evaluated(4, 2), 0)).toEqual([]);
    expect(schedule.after(evaluated(4, 1), 0)).toEqual(["best"]);
  });

  it("remembers what was the best", () => {
    const policy: CheckpointPolicy = { best: { monitor: "loss", mode: "min" } };
    const schedule = scheduleOf(policy);
    schedule.after(evaluated(1, -Infinity), 0);
    const again = scheduleOf(policy, new PlainReader(schedule.plain, "checkpoints"));
    expect(again.after(evaluated(1, -1e30), 0)).toEqual([]);
    const fresh = scheduleOf(policy, new PlainReader(scheduleOf(policy).plain, "checkpoints"));
    expect(fresh.after(evaluated(1, 1e30), 0)).toEqual(["best"]);
  });

  it("has none due without a policy", () => {
    const schedule = scheduleOf();
    schedule.ask();
    expect([...schedule.first, ...schedule.asked(0), ...schedule.after(step(1), 1e9)]).toEqual([]);
    expect(scheduleOf({}).first).toEqual(["milestone"]);
  });
});
