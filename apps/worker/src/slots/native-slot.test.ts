import type { GradientBackend, RangeModel, RangeResult } from "@lockstep/backend";
import { deferred, type Deferred } from "@lockstep/async";
import { objectiveOf } from "@lockstep/objective";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openBackend } from "../backend-choice.js";
import { job, layout, model, parameters, plan, range, withInfinities } from "../testing/sample-range.js";
import { StackedRangeModel } from "../testing/stacked-range-model.js";
import { computeRange } from "./compute-range.js";
import { NativeSlot } from "./native-slot.js";
import { rangePart, type RangeTask } from "./range-task.js";
import { SlotPool } from "./slot-pool.js";
import type { TaskOutcome } from "./slot.js";

const described = { name: "native", version: "0", fingerprint: "f", passedOver: [] };

function computed(slot: NativeSlot, task: RangeTask, values = parameters, id = 1): Promise<TaskOutcome> {
  return new Promise((resolve) => slot.compute(id, task, values, resolve));
}

describe("native slots", () => {
  let backend: GradientBackend;
  let slots: NativeSlot[];
  beforeEach(async () => {
    ({ backend } = await openBackend("wasm"));
    slots = [];
  });
  afterEach(async () => {
    await Promise.all(slots.map((slot) => slot.close()));
    backend.dispose();
  });

  const models: StackedRangeModel[] = [];
  const prepareForRanges: NonNullable<GradientBackend["prepareForRanges"]> = (...args) => {
    const made = new StackedRangeModel(backend.prepare(...args));
    models.push(made);
    return made;
  };

  function open(count: number): SlotPool {
    slots = Array.from({ length: count }, () => new NativeSlot({ prepareForRanges }));
    const pool = new SlotPool({ slots, backend: described, dispose: () => undefined });
    pool.begin(model);
    pool.setParameters(parameters);
    return pool;
  }

  function compute(on: SlotPool, task: RangeTask): Promise<TaskOutcome> {
    return new Promise((resolve) => on.compute(task, resolve));
  }

  function reference(task: RangeTask): TaskOutcome {
    const prepared = backend.prepare(plan, objectiveOf(job, plan));
    prepared.setParameters(parameters);
    return { ok: true, result: computeRange({ model: prepared, layout, seed: job.seed }, task) };
  }

  it.each([1, 2, 3, 4])(
    "come to the same bits as one micro-batch after the other (%i slots)",
    async (count) => {
      const on = open(count);
      for (const purpose of ["gradient", "evaluate", "predict"] as const) {
        const task = { ...range, purpose };
        expect(await compute(on, task)).toEqual(reference(task));
      }
    },
  );

  it("come to the same bits where ranges wait and are put together before their turn", async () => {
    const on = open(2);
    const tasks = Array.from({ length: 9 }, (_, step) => ({
      ...(step % 3 === 2 ? rangePart(range, { first: 2, count: 3 }) : range),
      step,
      data: range.data
        .slice(step)
        .concat(range.data.slice(0, step))
        .slice(0, step % 3 === 2 ? 12 : 26),
    }));
    const outcomes = await Promise.all(tasks.map((task) => compute(on, task)));
    expect(outcomes).toEqual(tasks.map(reference));
  });

  it("say what is wrong with sequences that were to be put together before their turn", async () => {
    const on = open(1);
    const long = { ...range, data: range.data.map((row) => ({ ...row, length: 9 })) };
    const outcomes = await Promise.all([range, long, range].map((task) => compute(on, task)));
    expect(outcomes).toEqual([
      reference(range),
      { ok: false, reason: "row: expected at most 5 time steps, got 9" },
      reference(range),
    ]);
  });

  it("take a part of the time steps", async () => {
    const part = { ...range, timeRange: { begin: 1, end: 3 } };
    expect(await compute(open(2), part)).toEqual(reference(part));
  });

  it("find the first value that is not finite where one micro-batch after the other finds it", async () => {
    const task = withInfinities(range);
    const expected = reference(task);
    expect(expected).toMatchObject({ result: { nonFinite: { microBatch: 3, sequence: 87 } } });
    for (const count of [1, 4]) expect(await compute(open(count), task)).toEqual(expected);
  });

  it("say why a range could not be computed", async () => {
    const on = open(1);
    expect(await compute(on, { ...range, part: "test" })).toEqual({
      ok: false,
      reason: "the run has no test data",
    });
    on.begin({ ...model, inputs: [{ name: "input", sizes: [5] }] });
    expect(await compute(on, range)).toMatchObject({
      ok: false,
      reason: expect.stringContaining("simple_rnn") as string,
    });
    on.begin(model);
    on.setParameters(parameters);
    expect(await compute(on, range)).toEqual(reference(range));
  });

  it("compute what is brief where they are, to the same bits, and hand on what is not", async () => {
    const called: string[] = [];
    const noted: typeof prepareForRanges = (...args) => {
      const prepared = backend.prepare(...args);
      const elsewhere = new StackedRangeModel(prepared);
      return {
        setParameters: (values) => elsewhere.setParameters(values),
        computeRange: (task, signal) => {
          called.push("elsewhere");
          return elsewhere.computeRange(task, signal);
        },
        computeRangeHere: ({ rows, batch }) => {
          called.push("here");
          expect(rows).toHaveLength(1);
          const predictions = new Float32Array();
          return { ...prepared.gradient(batch), predictions, isFinite: true };
        },
        locateNonFinite: (batch) => elsewhere.locateNonFinite(batch),
        dispose: () => elsewhere.dispose(),
      };
    };
    slots = [new NativeSlot({ prepareForRanges: noted })];
    const pool = new SlotPool({ slots, backend: described, dispose: () => undefined });
    pool.begin(model);
    pool.setParameters(parameters);
    const one = rangePart(range, { first: 0, count: 1 });
    expect(await compute(pool, one)).toEqual(reference(one));
    const often = Array.from({ length: 300 }, () => one);
    const many = {
      ...one,
      rows: often.flatMap(({ rows }) => rows),
      sequences: Uint32Array.from(often.flatMap(({ sequences }) => [...sequences])),
      data: often.flatMap(({ data }) => data),
    };
    expect(await compute(pool, many)).toMatchObject({ ok: true });
    expect(called).toEqual(["here", "elsewhere"]);
  });

  it("free a run's model when the next begins, and when they close", async () => {
    const on = open(1);
    models.length = 0;
    await compute(on, range);
    on.begin(model);
    on.setParameters(parameters);
    expect(await compute(on, range)).toEqual(reference(range));
    expect(models.map(({ isDisposed }) => isDisposed)).toEqual([true, false]);
    await on.close();
    expect(models.map(({ isDisposed }) => isDisposed)).toEqual([true, true]);
  });
});

/** A model whose computations end when the test says so. */
class ManualModel implements RangeModel {
  readonly given: Float32Array[] = [];
  readonly computations: { readonly ending: Deferred<RangeResult>; readonly signal: AbortSignal }[] = [];
  readonly #begun: (() => void)[] = [];

  setParameters(values: Float32Array): void {
    this.given.push(values);
  }
  computeRange(_: unknown, signal: AbortSignal): Promise<RangeResult> {
    const ending = deferred<RangeResult>();
    this.computations.push({ ending, signal });
    this.#begun.shift()?.();
    return ending.promise;
  }
  locateNonFinite = () => Promise.resolve(undefined);
  dispose = (): void => undefined;

  /** Resolves when a computation begins. */
  get begins(): Promise<void> {
    return new Promise((resolve) => this.#begun.push(resolve));
  }
}

describe("a native slot", () => {
  const plain = {
    gradient: Float32Array.of(1),
    statistics: Float64Array.of(1),
    predictions: new Float32Array(),
    states: new Float32Array(),
  };
  const result: RangeResult = { ...plain, isFinite: true };

  function open(hungAfterMs?: number) {
    const manual = new ManualModel();
    const slot = new NativeSlot({ prepareForRanges: () => manual }, hungAfterMs);
    slot.begin(model);
    return { manual, slot };
  }

  it("gives its model parameters that are new, when their task begins", async () => {
    const { manual, slot } = open();
    const other = parameters.map((value) => -value);
    for (const values of [parameters, parameters, other]) {
      const begins = manual.begins;
      const outcome = computed(slot, range, values);
      await begins;
      manual.computations.at(-1)!.ending.resolve(result);
      expect(await outcome).toEqual({ ok: true, result: plain });
    }
    expect(manual.given).toEqual([parameters, other]);
  });

  it("computes one task at a time", async () => {
    const { manual, slot } = open();
    expect([slot.idle, slot.busyMs]).toEqual([true, 0]);
    const begins = manual.begins;
    const outcome = computed(slot, range);
    await begins;
    expect(slot.idle).toBe(false);
    expect(() => slot.compute(2, range, parameters, () => undefined)).toThrow("one task at a time");
    manual.computations[0]!.ending.reject(new Error("no kernel"));
    expect(await outcome).toEqual({ ok: false, reason: "no kernel" });
    expect(slot.idle).toBe(true);
  });

  it("gives up what is abandoned, and is idle once that has ended", async () => {
    const { manual, slot } = open();
    const begins = manual.begins;
    const outcome = computed(slot, range, parameters, 5);
    await begins;
    const { signal, ending } = manual.computations[0]!;
    slot.abandon(4);
    expect(signal.aborted).toBe(false);
    slot.abandon(5);
    slot.abandon(5);
    expect([signal.aborted, slot.idle]).toEqual([true, false]);
    ending.reject(signal.reason as Error);
    expect(await outcome).toEqual({ ok: false, reason: "it was given up" });
    expect(slot.idle).toBe(true);
  });

  it("does not begin what was abandoned before", async () => {
    const { manual, slot } = open();
    const outcome = computed(slot, range, parameters, 5);
    slot.abandon(5);
    expect(await outcome).toEqual({ ok: false, reason: "it was given up" });
    expect(manual.computations).toHaveLength(0);
  });

  it("is broken when it goes on with what was given up", async () => {
    const { manual, slot } = open(20);
    const begins = manual.begins;
    const outcome = computed(slot, range, parameters, 5);
    await begins;
    slot.abandon(5);
    await expect(slot.broken).rejects.toThrow("a slot broke: it goes on with what was given up 0.02 s ago");
    expect(await outcome).toMatchObject({ ok: false });
    expect(await computed(slot, range)).toMatchObject({ ok: false });
  });

  it("gives up what it computes when it is closed", async () => {
    const { manual, slot } = open();
    const begins = manual.begins;
    const outcome = computed(slot, range);
    await begins;
    const closed = slot.close();
    const { signal, ending } = manual.computations[0]!;
    expect(signal.aborted).toBe(true);
    ending.reject(signal.reason as Error);
    await closed;
    expect(await outcome).toEqual({ ok: false, reason: "it was given up" });
  });
});
