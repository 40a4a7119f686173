import { execFile } from "node:child_process";
import { setImmediate } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterEach, expect, it } from "vitest";
import { poolJobs, whileCounting } from "../testing/pool-jobs.js";
import { poolThreads, whyUncounted } from "../testing/pool-threads.mjs";
import { writeRange } from "../testing/range-file.js";
import type { AddonThreadPool } from "./addon.js";
import { loadAddon } from "./load-addon.js";

const jobs = poolJobs();
const pools: AddonThreadPool[] = [];

function poolOf(threads: number): AddonThreadPool {
  const pool = new (loadAddon().ThreadPool)(threads);
  pools.push(pool);
  return pool;
}

afterEach(async () => {
  await Promise.all(pools.splice(0).map((pool) => pool.close()));
});

const counters = () => new Float64Array(100);

it("computes beside JavaScript, as many as it has threads at a time", async () => {
  const pool = poolOf(2);
  const [first, second, third] = [counters(), counters(), counters()];
  const work = [first, second, third].map((numbers) => jobs.countUntilCancelled(pool, numbers));
  const ends = Promise.allSettled(work.map(({ result }) => result));
  await whileCounting(first, second);
  expect(third[0]).toBe(0);
  pool.cancel(work[0]!.ticket);
  await whileCounting(third);
  await pool.close();
  expect((await ends).map(({ status }) => status)).toEqual(["rejected", "rejected", "rejected"]);
});

it.each([1, 4])("gives each of many its own result with %i threads", async (threads) => {
  const pool = poolOf(threads);
  const sums = await Promise.all(
    Array.from({ length: 500 }, (_, n) => jobs.sum(pool, Float64Array.of(n, 0.5)).result),
  );
  expect(sums).toEqual(Array.from({ length: 500 }, (_, n) => n + 0.5));
});

it.each([
  ["on its thread", false],
  ["where its result is made", true],
])("rejects with what failed %s, and goes on", async (_, inResult) => {
  const pool = poolOf(1);
  await expect(jobs.fail(pool, "no such cell", inResult).result).rejects.toThrow("no such cell");
  await expect(jobs.sum(pool, Float64Array.of(1, 2)).result).resolves.toBe(3);
});

it("rejects whatever was thrown", async () => {
  const pool = poolOf(1);
  const { result } = jobs.failStrangely(pool);
  await expect(result).rejects.toThrow("native: something was thrown that is no error");
});

it("cancels what waits at once, and tells what runs", async () => {
  const pool = poolOf(1);
  const numbers = counters();
  const running = jobs.countUntilCancelled(pool, numbers);
  const waiting = jobs.countUntilCancelled(pool, counters());
  await whileCounting(numbers);
  expect(pool.cancel(waiting.ticket)).toBe(true);
  await expect(waiting.result).rejects.toThrow("cancelled before it began");
  expect(pool.cancel(running.ticket)).toBe(true);
  await expect(running.result).rejects.toThrow("cancelled while it ran");
  expect(pool.cancel(running.ticket)).toBe(false);
});

it.each([0, -1, 1.5, NaN, 2 ** 53])("knows no ticket %d", (ticket) => {
  expect(poolOf(1).cancel(ticket)).toBe(false);
});

it("ends its threads when it is closed", async (context) => {
  if (whyUncounted !== undefined) return context.skip(whyUncounted);
  const pool = poolOf(3);
  const numbers = [counters(), counters(), counters()];
  const work = numbers.map((each) => jobs.countUntilCancelled(pool, each).result);
  void Promise.allSettled(work);
  await whileCounting(...numbers);
  expect(poolThreads()).toBe(3);
  await pool.close();
  expect(poolThreads()).toBe(0);
});

it("gives everybody who closes it the same promise, until its threads have ended and after", async () => {
  const pool = poolOf(2);
  const closed = pool.close();
  expect(pool.close()).toBe(closed);
  await setImmediate();
  expect(pool.close()).toBe(closed);
  await closed;
  expect(pool.close()).toBe(closed);
});

it("is not closed in the middle of taking a job by a setter that all objects have", async () => {
  const pool = poolOf(1);
  const calls: string[] = [];
  const setter = (name: string) => ({
    configurable: true,
    set: () => {
      calls.push(name);
      void pool.close();
    },
  });
  Object.defineProperties(Object.prototype, { result: setter("result"), ticket: setter("ticket") });
  try {
    const work = jobs.sum(pool, Float64Array.of(1, 2));
    expect(calls).toEqual([]);
    await expect(work.result).resolves.toBe(3);
  } finally {
    Reflect.deleteProperty(Object.prototype, "result");
    Reflect.deleteProperty(Object.prototype, "ticket");
  }
});

it("takes nothing when it is closed", async () => {
  const pool = poolOf(1);
  await pool.close();
  expect(() => jobs.sum(pool, counters())).toThrow("the thread pool is closed");
  await pool.close();
});

it.each([0, -1, 1.5, NaN, 1025, "2", undefined, null])("refuses %s threads", (threads) => {
  expect(() => poolOf(threads as number)).toThrow(
    `threads: expected a whole number from 1 to 1024, got ${String(threads)}`,
  );
});

it.each([undefined, null, 7, {}, new Map(), counters()])("refuses %o for a pool", (pool) => {
  expect(() => jobs.sum(pool as AddonThreadPool, counters())).toThrow("pool: expected a ThreadPool");
});

const environmentsEnd = fileURLToPath(new URL("../testing/environments-end.mjs", import.meta.url));

/** In a process of its own, since what is tried would end ours. @returns what it printed */
async function runApart(scenario: string, times = 1, ...range: readonly string[]): Promise<string> {
  const args = ["--expose-gc", environmentsEnd, scenario, String(times), ...range];
  const { stdout } = await promisify(execFile)(process.execPath, args);
  return stdout;
}

/** What goes wrong once in a thousand times is looked for on demand. */
const more = process.env.LOCKSTEP_LONG_TESTS === "1" ? 100 : 1;
const hangsAfter = { timeout: 60_000 * (more === 1 ? 5 : 60) };

it("survives worker threads that are terminated in the middle of computing", hangsAfter, async () => {
  expect(await runApart("terminated threads", 50 * more)).toBe(`${50 * more} ended\n`);
});

it("survives worker threads that are terminated in the middle of training", hangsAfter, async () => {
  // Some milliseconds for a gradient, most of which threads are terminated in.
  const stack = { layers: [{ type: "LSTM", units: 64 }], scale: 0.1 };
  const range = writeRange("terminated-models", stack, { rows: 32, timeSteps: 24, features: 64 });
  expect(await runApart("terminated models", 30 * more, range)).toBe(`${30 * more} ended\n`);
});

it("survives worker threads that are terminated in the middle of any call", hangsAfter, async () => {
  expect(await runApart("terminated calls", 20 * more)).toBe(`${20 * more} ended\n`);
});

it("survives worker threads that end by themselves while they compute", hangsAfter, async () => {
  expect(await runApart("ending threads", 20 * more)).toBe(`${20 * more} ended\n`);
});

it("keeps no memory of worker threads that had it", hangsAfter, async () => {
  // Node.js itself keeps up to 10 kB of each; a library that is loaded anew for each would keep 80.
  expect(Number(await runApart("loaded threads", 150))).toBeLessThan(40);
});

it("lets its process exit in the middle of computing", async () => {
  for (let time = 0; time < 5; time++) expect(await runApart("exit")).toBe("computing\n");
});

it("keeps the process alive while it computes, and no longer", async () => {
  expect(await runApart("idle pool")).toBe("499500\n");
});

it("gives its threads back when nobody has it any more", async (context) => {
  if (whyUncounted !== undefined) return context.skip(whyUncounted);
  expect(await runApart("forgotten pools")).toBe("0 threads left\n");
});
