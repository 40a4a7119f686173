import type { Assignment, Failure, Result, RunBegin } from "@lockstep/protocol";
import { describe, expect, it } from "vitest";
import { RunDuty } from "./run-duty.js";
import type { RangeTask } from "./slots/range-part.js";
import type { SlotPool } from "./slots/slot-pool.js";
import type { TaskOutcome } from "./slots/slot.js";

/** A pool that computes when the test says so. */
class ManualPool {
  readonly began: unknown[] = [];
  readonly parameters: Float32Array[] = [];
  readonly tasks: { task: RangeTask; done: (outcome: TaskOutcome) => void; cancelled: boolean }[] = [];

  begin(model: unknown): void {
    this.began.push(model);
  }
  setParameters(values: Float32Array): void {
    this.parameters.push(values);
  }
  compute(task: RangeTask, done: (outcome: TaskOutcome) => void) {
    const entry = { task, done, cancelled: false };
    this.tasks.push(entry);
    return { cancel: () => void (entry.cancelled = true) };
  }
}

const begin: RunBegin = {
  type: "run-begin",
  runId: "r",
  jobJson: "{}",
  inputShape: [2, 1],
  heartbeatIntervalMs: 100,
};
const assignment = (round: number, parametersVersion: number): Assignment => ({
  type: "assignment",
  runId: "r",
  round,
  purpose: "gradient",
  parametersVersion,
  first: 0,
  rows: [2, 1],
  x: new Float32Array(6),
  y: new Float32Array(3),
});
const done: TaskOutcome = {
  ok: true,
  result: {
    gradient: Float32Array.of(1),
    statistics: Float64Array.of(1, 2, 3),
    predictions: new Float32Array(),
  },
};

function onDuty() {
  const pool = new ManualPool();
  const answers: (Result | Failure)[] = [];
  const duty = new RunDuty(begin, pool as unknown as SlotPool, (answer) => answers.push(answer));
  return { pool, answers, duty };
}

describe("RunDuty", () => {
  it("computes an assignment when its parameters are there, whichever comes first", () => {
    const { pool, duty } = onDuty();
    duty.setParameters(0, Float32Array.of(1));
    duty.assign(assignment(0, 0));
    duty.assign(assignment(1, 1));
    expect(pool.tasks).toHaveLength(1);
    duty.setParameters(1, Float32Array.of(2));
    expect(pool.tasks).toHaveLength(2);
    expect(pool.parameters).toHaveLength(2);
  });

  it("answers with the range it was given", () => {
    const { pool, duty, answers } = onDuty();
    duty.setParameters(0, Float32Array.of(1));
    duty.assign(assignment(0, 0));
    pool.tasks[0]!.done(done);
    expect(answers).toMatchObject([
      { type: "result", runId: "r", round: 0, first: 0, count: 2, gradient: Float32Array.of(1) },
    ]);
  });

  it("says why it failed", () => {
    const { pool, duty, answers } = onDuty();
    duty.setParameters(0, Float32Array.of(1));
    duty.assign(assignment(0, 0));
    pool.tasks[0]!.done({ ok: false, reason: "no kernel" });
    expect(answers).toMatchObject([{ type: "failure", round: 0, count: 2, reason: "no kernel" }]);
  });

  it("drops what is revoked, before and while it is computed", () => {
    const { pool, duty } = onDuty();
    duty.setParameters(0, Float32Array.of(1));
    duty.assign(assignment(0, 0));
    duty.assign(assignment(1, 1));
    for (const round of [0, 1]) duty.revoke({ runId: "r", round, first: 0, count: 2 });
    duty.setParameters(1, Float32Array.of(2));
    expect(pool.tasks.map(({ cancelled }) => cancelled)).toEqual([true]);
  });

  it("computes once what it is given twice", () => {
    const { pool, duty, answers } = onDuty();
    duty.setParameters(0, Float32Array.of(1));
    duty.assign(assignment(0, 0));
    duty.assign(assignment(0, 0));
    expect(pool.tasks).toHaveLength(1);
    pool.tasks[0]!.done(done);
    expect(answers).toHaveLength(1);
  });

  it("forgets all at its end", () => {
    const { pool, duty } = onDuty();
    duty.setParameters(0, Float32Array.of(1));
    duty.assign(assignment(0, 0));
    duty.end();
    expect(pool.tasks[0]!.cancelled).toBe(true);
  });
});
