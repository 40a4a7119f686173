import type { Assignment, Failure, RangeKey, Result, RunBegin } from "@lockstep/protocol";
import type { TaskOutcome } from "./slots/slot.js";
import type { RangeInProgress, SlotPool } from "./slots/slot-pool.js";

interface Held {
  readonly assignment: Assignment;
  /** Absent while it waits for its parameters. */
  progress?: RangeInProgress;
}

/** What a worker does for one run: it holds assignments, computes each when its parameters are there, and answers. */
export class RunDuty {
  readonly runId: string;
  #version: number | undefined;
  readonly #held = new Map<string, Held>();

  constructor(
    begin: RunBegin,
    private readonly pool: SlotPool,
    private readonly answer: (message: Result | Failure) => void,
  ) {
    this.runId = begin.runId;
    pool.begin({ jobJson: begin.jobJson, inputShape: begin.inputShape });
  }

  setParameters(version: number, values: Float32Array): void {
    this.#version = version;
    this.pool.setParameters(values);
    for (const held of [...this.#held.values()]) this.#tryCompute(held);
  }

  assign(assignment: Assignment): void {
    const key = keyOf(rangeOf(assignment));
    // Given again what it still holds, it goes on with that.
    if (this.#held.has(key)) return;
    const held: Held = { assignment };
    this.#held.set(key, held);
    this.#tryCompute(held);
  }

  revoke(range: RangeKey): void {
    this.#held.get(keyOf(range))?.progress?.cancel();
    this.#held.delete(keyOf(range));
  }

  /** Forgets all that is held. */
  end(): void {
    for (const { progress } of this.#held.values()) progress?.cancel();
    this.#held.clear();
  }

  #tryCompute(held: Held): void {
    const { assignment } = held;
    if (held.progress || assignment.parametersVersion !== this.#version) return;
    const began = performance.now();
    const { purpose, rows, x, y } = assignment;
    held.progress = this.pool.compute({ purpose, rows, x, y }, (outcome) => {
      this.#held.delete(keyOf(rangeOf(assignment)));
      this.answer(reply(assignment, outcome, performance.now() - began));
    });
  }
}

function reply(assignment: Assignment, outcome: TaskOutcome, computeMs: number): Result | Failure {
  const range = rangeOf(assignment);
  if (!outcome.ok) return { type: "failure", ...range, reason: outcome.reason };
  return { type: "result", ...range, ...outcome.result, computeMs };
}

function rangeOf({ runId, round, first, rows }: Assignment): RangeKey {
  return { runId, round, first, count: rows.length };
}

function keyOf({ round, first, count }: RangeKey): string {
  return `${round}/${first}+${count}`;
}
