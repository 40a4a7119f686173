import { describe, expect, it } from "vitest";
import type { RangeTask } from "./range-task.js";
import { SlotPool } from "./slot-pool.js";
import type { TaskOutcome } from "./slot.js";

/** A slot that computes when the test says so. */
class ManualSlot {
  readonly broken = new Promise<never>(() => undefined);
  readonly tasks: { id: number; task: RangeTask }[] = [];
  readonly abandoned: number[] = [];
  #done: ((outcome: TaskOutcome) => void) | undefined;

  get idle(): boolean {
    return this.#done === undefined;
  }
  get busyMs(): number {
    return this.#done ? 7 : 0;
  }
  begin(): void {
    this.tasks.length = 0;
  }
  compute(id: number, task: RangeTask, _: unknown, done: (outcome: TaskOutcome) => void): void {
    this.tasks.push({ id, task });
    this.#done = done;
  }
  abandon(id: number): void {
    this.abandoned.push(id);
  }
  async close(): Promise<void> {
    // Nothing to close.
  }
  finish(outcome: TaskOutcome): void {
    const done = this.#done;
    this.#done = undefined;
    done?.(outcome);
  }
}

/** Sums are added up in place: each is an outcome of its own. */
const computed = (): TaskOutcome => ({
  ok: true,
  result: {
    gradient: Float32Array.of(1),
    statistics: Float64Array.of(1),
    predictions: new Float32Array(),
    states: new Float32Array(),
  },
});
const failed: TaskOutcome = { ok: false, reason: "no kernel" };

/** Of as many micro-batches of one sequence. */
function range(count: number): RangeTask {
  return {
    purpose: "gradient",
    step: 0,
    rows: Array<number>(count).fill(1),
    part: "train",
    sequences: Uint32Array.from({ length: count }, (_, index) => index),
    data: Array.from({ length: count }, () => ({ length: 1, values: Float32Array.of(0) })),
    timeSteps: 1,
    states: new Float32Array(),
  };
}

/** One that puts together what comes next. */
class PreparingSlot extends ManualSlot {
  readonly prepared: (number | undefined)[] = [];

  prepare({ sequences }: RangeTask): void {
    this.prepared.push(sequences[0]);
  }
}

/** Three slots: a range of eight micro-batches is cut into four pieces, of which one waits. */
function open() {
  return openWith([new ManualSlot(), new ManualSlot(), new ManualSlot()]);
}

function openPreparing() {
  return openWith([new PreparingSlot(), new PreparingSlot(), new PreparingSlot()]);
}

function openWith<Made extends ManualSlot>(slots: readonly [Made, Made, Made]) {
  const backend = { name: "wasm", version: "0", fingerprint: "f", passedOver: [] };
  const pool = new SlotPool({ slots, backend, dispose: () => undefined });
  const begun = () => slots.flatMap(({ tasks }) => tasks.map(({ task }) => task.sequences[0]));
  return { pool, slots, begun };
}

describe("SlotPool", () => {
  it("begins a piece whenever a slot is free", () => {
    const { pool, slots, begun } = open();
    const outcomes: TaskOutcome[] = [];
    pool.compute(range(8), (outcome) => outcomes.push(outcome));
    expect(begun()).toEqual([0, 2, 4]);
    slots[1].finish(computed());
    expect(begun()).toEqual([0, 2, 6, 4]);
    for (const slot of slots) slot.finish(computed());
    expect(outcomes).toMatchObject([{ ok: true, result: { gradient: Float32Array.of(4) } }]);
  });

  it("begins a piece before it adds up the one that was there, unless that failed", () => {
    const { pool, slots, begun } = open();
    const begunAtTheEnd: number[] = [];
    pool.compute(range(1), () => begunAtTheEnd.push(begun().length));
    for (const first of [1, 2, 3]) pool.compute(range(first), () => undefined);
    slots[0].finish(computed());
    expect(begunAtTheEnd).toEqual([4]);
  });

  it("has what comes next put together meanwhile, by slots that can", () => {
    const { pool, slots, begun } = openPreparing();
    const prepared = () => slots.map((slot) => slot.prepared);
    const outcomes: TaskOutcome[] = [];
    for (let count = 0; count < 2; count++) pool.compute(range(8), (outcome) => outcomes.push(outcome));
    expect(begun()).toEqual([0, 2, 4]);
    expect(prepared()).toEqual([[6], [0], [2]]);
    slots[1].finish(computed());
    expect(begun()).toEqual([0, 2, 0, 4]);
    expect(prepared()).toEqual([[6], [0, 4], [2]]);
    // Every piece is computed once, also those that another slot has prepared.
    for (let count = 0; count < 5; count++) slots[2].finish(computed());
    for (const slot of [slots[0], slots[1]]) slot.finish(computed());
    expect(slots.every(({ idle }) => idle)).toBe(true);
    expect(outcomes).toMatchObject(Array(2).fill({ ok: true, result: { gradient: Float32Array.of(4) } }));
  });

  it("begins nothing that was prepared and is not wanted any more", () => {
    const { pool, slots, begun } = openPreparing();
    pool.compute(range(8), () => undefined).cancel();
    for (const slot of slots) slot.finish(failed);
    expect(begun()).toEqual([0, 2, 4]);
    pool.compute({ ...range(1), sequences: Uint32Array.of(99) }, () => undefined);
    expect(begun()).toEqual([0, 99, 2, 4]);
  });

  it("gives what a slot has prepared to another one where its own task is not wanted any more, and may take long", () => {
    const { pool, slots, begun } = openPreparing();
    const ask = (first: number) =>
      pool.compute({ ...range(1), sequences: Uint32Array.of(first) }, () => undefined);
    const [hanging] = [10, 11, 12].map(ask);
    const prepared = [20, 21].map(ask);
    hanging?.cancel();
    for (const first of [22, 23, 24]) ask(first);
    expect(slots.map((slot) => slot.prepared)).toEqual([[20], [21], [20]]);
    slots[1].finish(computed());
    slots[2].finish(computed());
    expect(begun()).toEqual([10, 11, 21, 12, 20]);
    // Nor is what is not wanted any more kept in the place of what is.
    const again = slots[1].prepared.length;
    prepared.forEach((progress) => progress.cancel());
    ask(25);
    slots[1].finish(failed);
    expect(slots[1].prepared.length).toBeGreaterThan(again);
  });

  it("computes nothing more of a range after a piece failed, and says so once", () => {
    const { pool, slots, begun } = open();
    const outcomes: TaskOutcome[] = [];
    pool.compute(range(8), (outcome) => outcomes.push(outcome));
    slots[0].finish(failed);
    expect(begun()).toEqual([0, 2, 4]);
    expect([slots[1].abandoned, slots[2].abandoned]).toEqual([
      [slots[1].tasks[0]!.id],
      [slots[2].tasks[0]!.id],
    ]);
    for (const slot of slots) slot.finish(failed);
    expect(outcomes).toEqual([failed]);
  });

  it("gives its slots to the next range when one is cancelled", () => {
    const { pool, slots, begun } = open();
    const outcomes: TaskOutcome[] = [];
    pool.compute(range(8), (outcome) => outcomes.push(outcome)).cancel();
    pool.compute({ ...range(1), sequences: Uint32Array.of(99) }, (outcome) => outcomes.push(outcome));
    expect(slots.map(({ abandoned }) => abandoned.length)).toEqual([1, 1, 1]);
    slots[2].finish(failed);
    expect(begun()).toEqual([0, 2, 4, 99]);
    slots[2].finish(computed());
    expect(outcomes).toEqual([computed()]);
  });

  it("goes on with its other slots when one hangs", () => {
    const { pool, slots } = open();
    const outcomes: TaskOutcome[] = [];
    pool.compute(range(8), (outcome) => outcomes.push(outcome)).cancel();
    slots[0].finish(failed);
    slots[1].finish(failed);
    pool.compute(range(8), (outcome) => outcomes.push(outcome));
    for (const slot of [slots[0], slots[1], slots[0], slots[1]]) slot.finish(computed());
    expect(outcomes).toMatchObject([{ ok: true }]);
    expect(pool.longestBusyMs).toBe(7);
  });
});
