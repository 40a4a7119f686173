import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { objectiveOf } from "@lockstep/objective";
// Threads are started from files that Node can run: these are the built ones.
import { computeRange, openBackend, SlotPool, type RangeTask, type TaskOutcome } from "@lockstep/worker";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { job, layout, model, parameters, plan, range, withInfinities } from "./testing/sample-range.js";

let pool: SlotPool | undefined;
afterEach(async () => {
  await pool?.close();
  pool = undefined;
});

async function openPool(slots: number): Promise<SlotPool> {
  pool = await SlotPool.open(slots, "wasm");
  pool.begin(model);
  pool.setParameters(parameters);
  return pool;
}

function compute(on: SlotPool, task: RangeTask): Promise<TaskOutcome> {
  return new Promise((resolve) => on.compute(task, resolve));
}

async function reference(task: RangeTask) {
  const { backend } = await openBackend("wasm");
  const prepared = backend.prepare(plan, objectiveOf(job, plan));
  prepared.setParameters(parameters);
  return computeRange({ model: prepared, layout, seed: job.seed }, task);
}

describe("SlotPool", () => {
  it.each([1, 2, 3, 4])("gives the same bits with %i slots as one thread", async (slots) => {
    const expected = await reference(range);
    expect(await compute(await openPool(slots), range)).toEqual({ ok: true, result: expected });
  });

  it.for([1, 2, 4])(
    "gives the same bits with %i slots on native kernels as one thread",
    async (slots, context) => {
      const opened = await openBackend("native").catch((error: unknown) => error);
      if (opened instanceof Error) return context.skip(opened.message);
      const { backend } = opened as Awaited<ReturnType<typeof openBackend>>;
      const prepared = backend.prepare(plan, objectiveOf(job, plan));
      prepared.setParameters(parameters);
      pool = await SlotPool.open(slots, "auto");
      expect(pool.backend).toMatchObject({ name: "native", passedOver: [] });
      pool.begin(model);
      pool.setParameters(parameters);
      for (const purpose of ["gradient", "evaluate", "predict"] as const) {
        const task = withInfinities({ ...range, purpose });
        for (const given of [{ ...range, purpose }, task]) {
          const expected = computeRange({ model: prepared, layout, seed: job.seed }, given);
          expect(await compute(pool, given)).toEqual({ ok: true, result: expected });
        }
      }
      backend.dispose();
    },
  );

  it("evaluates and predicts in the order of the rows", async () => {
    const on = await openPool(2);
    for (const purpose of ["evaluate", "predict"] as const) {
      const task = { ...range, purpose };
      expect(await compute(on, task)).toEqual({ ok: true, result: await reference(task) });
    }
  });

  it("computes ranges with the parameters that were set before them", async () => {
    const on = await openPool(2);
    const before = compute(on, range);
    on.setParameters(parameters.map((value) => -value));
    const after = compute(on, range);
    expect(await before).toEqual({ ok: true, result: await reference(range) });
    expect(await after).not.toEqual(await before);
  });

  it("drops a range that is cancelled, and goes on with the next", async () => {
    const on = await openPool(1);
    let cancelledCame = false;
    on.compute(range, () => (cancelledCame = true)).cancel();
    expect(await compute(on, range)).toMatchObject({ ok: true });
    expect(cancelledCame).toBe(false);
  });

  it("says why a range could not be computed", async () => {
    const on = await openPool(1);
    const short = range.data.map((row) => ({ ...row, length: 5 }));
    expect(await compute(on, { ...range, data: short })).toMatchObject({
      ok: false,
      reason: expect.stringContaining("expected") as string,
    });
    expect(await compute(on, { ...range, part: "test" })).toMatchObject({
      ok: false,
      reason: "the run has no test data",
    });
    on.begin({ ...model, inputs: [{ name: "input", sizes: [5] }] });
    expect(await compute(on, range)).toMatchObject({
      ok: false,
      reason: expect.stringContaining("simple_rnn") as string,
    });
  });

  it("says which micro-batch and sequence left the finite numbers first, whichever slot finds it", async () => {
    const on = await openPool(4);
    expect(await compute(on, withInfinities(range))).toMatchObject({
      ok: true,
      result: { nonFinite: { microBatch: 3, sequence: 87, layer: "simple_rnn", pass: "forward" } },
    });
  });

  describe("with a backend that hangs", () => {
    const program = new URL("./testing/faulty-slot.mjs", import.meta.url);
    beforeEach(() => {
      process.env.LOCKSTEP_TEST_FAULTS = '{"hangAfter":1}';
    });
    afterEach(() => {
      delete process.env.LOCKSTEP_TEST_FAULTS;
    });

    it("is broken when it goes on with what was given up", async () => {
      pool = await SlotPool.open(1, "wasm", { program, hungAfterMs: 20 });
      pool.begin(model);
      pool.setParameters(parameters);
      pool.compute(range, () => undefined).cancel();
      await expect(pool.broken).rejects.toThrow("a slot broke: it goes on with what was given up 0.02 s ago");
    });
  });

  it("finds its bits wrong where a backend flips one", async () => {
    process.env.LOCKSTEP_TEST_FAULTS = '{"flipEvery":7}';
    try {
      const program = new URL("./testing/faulty-slot.mjs", import.meta.url);
      pool = await SlotPool.open(1, "wasm", { program });
    } finally {
      delete process.env.LOCKSTEP_TEST_FAULTS;
    }
    pool.begin(model);
    pool.setParameters(parameters);
    const right = await reference(range);
    const outcome = await compute(pool, range);
    expect(outcome.ok && outcome.result.statistics).toEqual(right.statistics);
    expect(outcome.ok && outcome.result.gradient).not.toEqual(right.gradient);
    const six = { ...range, rows: range.rows.slice(0, 6), data: range.data.slice(0, 24) };
    const sequences = range.sequences.slice(0, 24);
    const next = await compute(pool, { ...six, sequences });
    expect(next).toEqual({ ok: true, result: await reference({ ...six, sequences }) });
  });

  it("does not open on a backend that is not there", async () => {
    await expect(SlotPool.open(1, "nothing" as "wasm")).rejects.toThrow();
  });

  it("leaves a process that ends well, also with libtensorflow in its threads", async (context) => {
    const script = `
      import { SlotPool } from "@lockstep/worker";
      const opened = SlotPool.open(2, "tensorflow");
      const close = async (pool) => (await pool.close(), pool.backend.name);
      process.stdout.write(await opened.then(close, ({ message }) => message));`;
    const args = ["--input-type=module", "--eval", script];
    const { stdout } = await promisify(execFile)(process.execPath, args, { timeout: 60_000 });
    if (stdout !== "tensorflow") context.skip("backend tensorflow is not available: see `lockstep doctor`");
    expect(stdout).toBe("tensorflow");
  }, 60_000);
});
