import type { Assignment, Failure, Result, RunBegin } from "@lockstep/protocol";
import { describe, expect, it } from "vitest";
import { RunDuty } from "./run-duty.js";
import type { RangeTask } from "./slots/range-task.js";
import type { SlotPool } from "./slots/slot-pool.js";
import type { TaskOutcome } from "./slots/slot.js";

/** A pool that computes when the test says so. */
class ManualPool {
  readonly began: unknown[] = [];
  readonly parameters: Float32Array[] = [];
  readonly givenBack: Float32Array[] = [];
  ends = 0;
  readonly tasks: { task: RangeTask; done: (outcome: TaskOutcome) => void; cancelled: boolean }[] = [];

  begin(model: unknown) {
    this.began.push(model);
    return { give: (gradient: Float32Array) => this.givenBack.push(gradient) };
  }
  setParameters(values: Float32Array): void {
    this.parameters.push(values);
  }
  end(): void {
    this.ends++;
  }
  compute(task: RangeTask, done: (outcome: TaskOutcome) => void) {
    const entry = { task, done, cancelled: false };
    this.tasks.push(entry);
    return { cancel: () => void (entry.cancelled = true) };
  }
}

const layout = {
  inputs: [{ name: "x", shape: [2, 1], timed: true }],
  target: { name: "y", shape: [1], timed: false },
  timeSteps: 2,
  padding: { side: "post", value: 0 },
} as const;
const begin: RunBegin = {
  type: "run-begin",
  runId: "r",
  jobJson: "{}",
  inputs: [{ name: "input", sizes: [2, 1] }],
  layoutsJson: JSON.stringify({ train: layout }),
  heldSequencesBytes: 100_000,
  heartbeatIntervalMs: 100,
};
const noRows = { places: new Uint32Array(), lengths: new Uint32Array(), values: new Float32Array() };
/** Its three sequences are others in each round. */
const assignment = (round: number, parametersVersion: number): Assignment => ({
  type: "assignment",
  runId: "r",
  round,
  purpose: "gradient",
  parametersVersion,
  first: 0,
  rows: [2, 1],
  part: "train",
  sequences: Uint32Array.of(3 * round, 3 * round + 1, 3 * round + 2),
  fresh: {
    places: Uint32Array.of(0, 1, 2),
    lengths: Uint32Array.of(2, 2, 2),
    values: Float32Array.from({ length: 9 }, (_, index) => index),
  },
  timeSteps: 2,
  states: new Float32Array(),
  gradientFlow: false,
});
const done: TaskOutcome = {
  ok: true,
  result: {
    gradient: Float32Array.of(1),
    statistics: Float64Array.of(1, 2, 3),
    predictions: new Float32Array(),
    states: new Float32Array(),
  },
};

function onDuty() {
  const pool = new ManualPool();
  const answers: (Result | Failure)[] = [];
  const taken: (() => void)[] = [];
  const duty = new RunDuty(begin, pool as unknown as SlotPool, (answer, whenTaken) => {
    answers.push(answer);
    if (whenTaken) taken.push(whenTaken);
  });
  return { pool, answers, taken, duty };
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

  it("gives a gradient's memory back when its message needs it no more", () => {
    const { pool, duty, taken } = onDuty();
    duty.setParameters(0, Float32Array.of(1));
    duty.assign(assignment(0, 0));
    pool.tasks[0]!.done(done);
    expect([pool.givenBack, taken.length]).toEqual([[], 1]);
    taken[0]!();
    expect(pool.givenBack).toEqual([Float32Array.of(1)]);
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
    duty.assign({ ...assignment(0, 0), fresh: noRows });
    expect(pool.tasks).toHaveLength(1);
    pool.tasks[0]!.done(done);
    expect(answers).toHaveLength(1);
  });

  it("computes again what it is given again after it answered, or after it was revoked", () => {
    const { pool, duty, answers } = onDuty();
    duty.setParameters(0, Float32Array.of(1));
    duty.assign(assignment(0, 0));
    pool.tasks[0]!.done(done);
    duty.assign({ ...assignment(0, 0), fresh: noRows });
    pool.tasks[1]!.done(done);
    expect(answers).toHaveLength(2);
    duty.assign({ ...assignment(0, 0), fresh: noRows });
    duty.revoke({ runId: "r", round: 0, first: 0, count: 2 });
    duty.assign({ ...assignment(0, 0), fresh: noRows });
    expect(pool.tasks.map(({ cancelled }) => cancelled)).toEqual([false, false, true, false]);
  });

  it("computes with rows that it holds from before, also of what was revoked", () => {
    const { pool, duty } = onDuty();
    duty.setParameters(0, Float32Array.of(1));
    duty.assign(assignment(0, 0));
    duty.revoke({ runId: "r", round: 0, first: 0, count: 2 });
    const again = { ...assignment(0, 0), round: 1, sequences: Uint32Array.of(2, 0, 1), fresh: noRows };
    duty.assign(again);
    expect(pool.tasks[1]?.task.data).toEqual(
      [6, 0, 3].map((value) => ({ length: 2, values: Float32Array.of(value, value + 1, value + 2) })),
    );
  });

  it("fails an assignment with rows that it neither holds nor gets, naming them", () => {
    const { pool, duty, answers } = onDuty();
    duty.setParameters(0, Float32Array.of(1));
    duty.assign({ ...assignment(0, 0), fresh: noRows });
    expect(answers).toMatchObject([
      {
        type: "failure",
        round: 0,
        count: 2,
        reason: expect.stringContaining("train sequence 0, which is not held here") as string,
      },
    ]);
    expect(pool.tasks).toEqual([]);
  });

  it("hands on what an assignment says of time, states, steps and gradient flow", () => {
    const { pool, duty } = onDuty();
    duty.setParameters(4, Float32Array.of(1));
    const states = Float32Array.of(1, 2, 3);
    duty.assign({ ...assignment(0, 4), timeRange: { begin: 0, end: 1 }, states, gradientFlow: true });
    expect(pool.tasks[0]?.task).toMatchObject({
      step: 4,
      timeSteps: 2,
      timeRange: { begin: 0, end: 1 },
      states,
      gradientFlow: true,
    });
  });

  it("tells of a value that is not finite with the round's number of the micro-batch", () => {
    const { pool, duty, answers } = onDuty();
    duty.setParameters(0, Float32Array.of(1));
    duty.assign({ ...assignment(0, 0), first: 4 });
    const nonFinite = { microBatch: 1, sequence: 2, layer: "lstm", pass: "forward", value: NaN } as const;
    pool.tasks[0]!.done({ ok: true, result: { ...done.result, nonFinite } });
    expect(answers).toMatchObject([{ type: "result", nonFinite: { ...nonFinite, microBatch: 5 } }]);
  });

  it("does not begin with layouts that are none", () => {
    const begun = () => new RunDuty({ ...begin, layoutsJson: "[]" }, undefined as never, () => undefined);
    expect(begun).toThrow("layouts: expected an object, got []");
  });

  it("forgets all at its end", () => {
    const { pool, duty } = onDuty();
    duty.setParameters(0, Float32Array.of(1));
    duty.assign(assignment(0, 0));
    duty.end();
    expect([pool.tasks[0]!.cancelled, pool.ends]).toEqual([true, 1]);
  });
});
