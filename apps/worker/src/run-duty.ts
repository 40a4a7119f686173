import type { Assignment, Failure, RangeKey, Result, RunBegin } from "@lockstep/protocol";
import { HeldRows } from "./held-rows.js";
import { parsePartLayouts, type PartLayouts } from "./part-layouts.js";
import type { PackedRow } from "@lockstep/sequence-data/assembly";
import type { TaskOutcome } from "./slots/slot.js";
import type { RangeInProgress, SlotPool, SpentGradients } from "./slots/slot-pool.js";

interface Held {
  readonly assignment: Assignment;
  /** Of all its sequences. */
  readonly data: readonly PackedRow[];
  /** Absent while it waits for its parameters. */
  progress?: RangeInProgress;
}

/** @param taken called once the message's tensors are not read any more, if it comes to that */
type Answer = (message: Result | Failure, taken?: () => void) => void;

/** What a worker does for one run: it holds assignments, computes each when its parameters are there, and answers. */
export class RunDuty {
  readonly runId: string;
  #version: number | undefined;
  readonly #held = new Map<string, Held>();
  readonly #rows: HeldRows;
  readonly #spent: SpentGradients | undefined;

  /** @throws TypeError where the layouts are none */
  constructor(
    begin: RunBegin,
    private readonly pool: SlotPool,
    private readonly answer: Answer,
  ) {
    const { runId, jobJson, inputs, layoutsJson, heldSequencesBytes } = begin;
    this.runId = runId;
    const layouts: PartLayouts = parsePartLayouts(layoutsJson);
    this.#rows = new HeldRows(layouts, heldSequencesBytes);
    this.#spent = pool.begin({ jobJson, inputs, layouts });
  }

  setParameters(version: number, values: Float32Array): void {
    this.#version = version;
    this.pool.setParameters(values);
    for (const held of [...this.#held.values()]) this.#tryCompute(held);
  }

  assign(assignment: Assignment): void {
    // First of all and always: what is held must be what the coordinator takes it for.
    const data = this.#rowsOf(assignment);
    const key = keyOf(rangeOf(assignment));
    // Given again what it still holds, it goes on with that.
    if (!data || this.#held.has(key)) return;
    const held: Held = { assignment, data };
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
    this.pool.end();
  }

  #rowsOf(assignment: Assignment): PackedRow[] | undefined {
    try {
      return this.#rows.use(assignment);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      this.answer(reply(assignment, { ok: false, reason }, 0));
      return undefined;
    }
  }

  #tryCompute(held: Held): void {
    const { assignment, data } = held;
    if (held.progress || assignment.parametersVersion !== this.#version) return;
    const began = performance.now();
    const {
      parametersVersion: step,
      purpose,
      rows,
      part,
      sequences,
      timeSteps,
      timeRange,
      states,
      gradientFlow,
    } = assignment;
    const range = { purpose, step, rows, part, sequences, data, timeSteps, states, gradientFlow };
    held.progress = this.pool.compute({ ...range, ...(timeRange ? { timeRange } : {}) }, (outcome) => {
      this.#held.delete(keyOf(rangeOf(assignment)));
      const taken = outcome.ok ? () => this.#spent?.give(outcome.result.gradient) : undefined;
      this.answer(reply(assignment, outcome, performance.now() - began), taken);
    });
  }
}

function reply(assignment: Assignment, outcome: TaskOutcome, computeMs: number): Result | Failure {
  const range = rangeOf(assignment);
  if (!outcome.ok) return { type: "failure", ...range, reason: outcome.reason };
  const { nonFinite, ...result } = outcome.result;
  // The slots count from the range's first micro-batch.
  const place = nonFinite && { ...nonFinite, microBatch: range.first + nonFinite.microBatch };
  return { type: "result", ...range, ...result, ...(place ? { nonFinite: place } : {}), computeMs };
}

function rangeOf({ runId, round, first, rows }: Assignment): RangeKey {
  return { runId, round, first, count: rows.length };
}

function keyOf({ round, first, count }: RangeKey): string {
  return `${round}/${first}+${count}`;
}
