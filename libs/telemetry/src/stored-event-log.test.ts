import { deferred } from "@lockstep/async";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { EventLog } from "./event-log.js";
import type { RunEventBody } from "./events.js";
import { epoch, finished, joined, progress, submitted } from "./testing/sample-events.js";
import { MemoryStore } from "./testing/memory-store.js";

const waiting: RunEventBody = { type: "waiting", for: "workers" };

let time = 0;

beforeEach(() => (time = 6));
afterEach(() => void vi.useRealTimers());

async function logOn(store: MemoryStore, capacity = 100) {
  const troubles: (string | undefined)[] = [];
  const log = await EventLog.restore({
    now: () => ++time,
    store,
    capacity,
    storeTroubled: (trouble) => troubles.push(trouble?.message),
  });
  const seen: number[] = [];
  log.subscribe(({ sequence }) => seen.push(sequence));
  return { log, seen, troubles };
}

/** A disk of which each write ends when the test says so. */
function heldDisk(store: MemoryStore) {
  const writes: ReturnType<typeof deferred<undefined>>[] = [];
  store.disk = () => {
    const write = deferred<undefined>();
    writes.push(write);
    return write.promise;
  };
  const begun = (count: number) => vi.waitUntil(() => writes.length >= count, { interval: 1 });
  return { writes, begun };
}

/** A disk that is full until it is freed. */
function fullDisk(store: MemoryStore) {
  let isFull = true;
  store.disk = () => (isFull ? Promise.reject(new Error("disk full")) : Promise.resolve());
  return { free: () => (isFull = false) };
}

describe("EventLog with a store", () => {
  it("numbers events at once and shows them when they are on disk", async () => {
    const store = new MemoryStore();
    const { log, seen } = await logOn(store);
    const disk = heldDisk(store);
    expect(log.append("r", submitted)).toMatchObject({ sequence: 1, runId: "r", time: 7 });
    expect(log.append("r", waiting).sequence).toBe(2);
    await disk.begun(1);
    expect([log.sequence, log.written, seen, log.since(0)]).toEqual([0, 0, [], []]);
    const flushed = log.flushed();
    disk.writes[0]!.resolve(undefined);
    await flushed;
    expect([log.sequence, log.written, seen]).toEqual([2, 2, [1, 2]]);
    expect(log.snapshot.runs).toMatchObject([{ runId: "r", state: "waiting" }]);
  });

  it("writes all that gathers meanwhile in one, and never splits a group", async () => {
    const store = new MemoryStore();
    const { log } = await logOn(store);
    const disk = heldDisk(store);
    log.append("r", submitted);
    await disk.begun(1);
    log.append("r", [waiting, waiting]);
    log.append("r", waiting);
    log.append(
      "r",
      Array.from({ length: 499 }, () => waiting),
    );
    disk.writes[0]!.resolve(undefined);
    await disk.begun(2);
    disk.writes[1]!.resolve(undefined);
    await disk.begun(3);
    disk.writes[2]!.resolve(undefined);
    await log.flushed();
    expect(store.batches.map((batch) => batch.length)).toEqual([1, 3, 499]);
  });

  it("begins one write after the other at a distance, and at once for who waits", async () => {
    vi.useFakeTimers();
    const store = new MemoryStore();
    const { log, seen } = await logOn(store);
    for (let step = 1; step <= 30; step++) {
      log.append("r", step === 1 ? submitted : waiting);
      await vi.advanceTimersByTimeAsync(1);
    }
    expect(store.batches.map((batch) => batch.length)).toEqual([1, 19]);
    expect(seen).toHaveLength(20);
    await log.flushed();
    expect(store.batches.map((batch) => batch.length)).toEqual([1, 19, 10]);
    await vi.advanceTimersByTimeAsync(1000);
    expect(store.batches).toHaveLength(3);
  });

  it("does not wait where what gathered is a whole write", async () => {
    vi.useFakeTimers();
    const store = new MemoryStore();
    const { log } = await logOn(store);
    log.append("r", submitted);
    await vi.advanceTimersByTimeAsync(0);
    log.append(
      "r",
      Array.from({ length: 499 }, () => waiting),
    );
    await vi.advanceTimersByTimeAsync(0);
    expect(store.batches.map((batch) => batch.length)).toEqual([1]);
    log.append("r", waiting);
    await vi.advanceTimersByTimeAsync(0);
    expect(store.batches.map((batch) => batch.length)).toEqual([1, 500]);
  });

  it("is flushed when what was appended before is on disk, whatever comes after", async () => {
    const store = new MemoryStore();
    const { log } = await logOn(store);
    const disk = heldDisk(store);
    log.append("r", submitted);
    const first = log.flushed();
    await disk.begun(1);
    log.append("r", waiting);
    disk.writes[0]!.resolve(undefined);
    await first;
    expect(log.written).toBe(1);
    await disk.begun(2);
    disk.writes[1]!.resolve(undefined);
    await log.flushed();
    expect(log.written).toBe(2);
  });

  it("shows events that cannot be written, keeps them, says so once, and writes them when asked again", async () => {
    const store = new MemoryStore();
    const { log, seen, troubles } = await logOn(store);
    const disk = fullDisk(store);
    log.append("r", submitted);
    await expect(log.flushed()).rejects.toThrow("disk full");
    log.append("r", waiting);
    expect(seen).toEqual([1, 2]);
    await expect(log.flushed()).rejects.toThrow("disk full");
    expect([troubles, log.written]).toEqual([["disk full"], 0]);
    disk.free();
    await log.flushed();
    expect([troubles, log.written, seen]).toEqual([["disk full", undefined], 2, [1, 2]]);
    expect(store.batches.flat().map(({ sequence }) => sequence)).toEqual([1, 2]);
  });

  it("tries again by itself", async () => {
    const store = new MemoryStore();
    const { log, troubles } = await logOn(store);
    const disk = fullDisk(store);
    log.append("r", submitted);
    await expect(log.flushed()).rejects.toThrow("disk full");
    disk.free();
    await vi.waitUntil(() => log.written === 1);
    expect(troubles).toEqual(["disk full", undefined]);
  });

  it("writes what is left when it is closed, or says why not", async () => {
    const store = new MemoryStore();
    const { log } = await logOn(store);
    log.append("r", submitted);
    await log.close();
    expect(await store.nextSequence()).toBe(2);
    fullDisk(store);
    log.append("r", waiting);
    await expect(log.close()).rejects.toThrow("disk full");
  });

  it("tries once more when it is closed, though a write fails meanwhile", async () => {
    const store = new MemoryStore();
    const { log } = await logOn(store);
    const disk = heldDisk(store);
    log.append("r", submitted);
    await disk.begun(1);
    const closed = log.close();
    disk.writes[0]!.reject(new Error("disk full"));
    await disk.begun(2);
    disk.writes[1]!.resolve(undefined);
    await closed;
    expect(log.written).toBe(1);
  });

  it("goes on where an earlier life ended: numbers, runs, epochs, workers", async () => {
    const store = new MemoryStore();
    const first = await logOn(store);
    first.log.append("old", [submitted, epoch(1), finished()]);
    first.log.append("new", [submitted, joined, epoch(1), epoch(2), progress]);
    await first.log.flushed();
    const { log, seen } = await logOn(store);
    expect(log.snapshot).toEqual(first.log.snapshot);
    expect([log.sequence, log.since(8), log.since(7)]).toEqual([8, [], "too-old"]);
    await log.flushed();
    expect(seen).toEqual([9]);
    expect(log.since(8)).toMatchObject([{ type: "worker-left", workerId: "w", runId: "", sequence: 9 }]);
    expect(log.snapshot.workers).toEqual([]);
    expect(log.append("new", waiting).sequence).toBe(10);
  });
});

describe("EventHistory", () => {
  async function restarted(capacity = 100) {
    const store = new MemoryStore();
    const first = await logOn(store);
    first.log.append("a", [submitted, progress, epoch(1)]);
    first.log.append("b", [submitted, epoch(1), finished()]);
    await first.log.flushed();
    return { store, ...(await logOn(store, capacity)) };
  }

  it("gives events of an earlier life page by page, but for progress, then those in memory", async () => {
    const { log } = await restarted();
    log.append("a", [epoch(2), waiting]);
    await log.flushed();
    const numbers: number[][] = [];
    for (let after = 0; after < log.sequence;) {
      const page = await log.history.page(after, 2);
      if (page === "too-old") throw new Error("expected a page");
      numbers.push(page.events.map(({ sequence }) => sequence));
      after = page.through;
    }
    expect(numbers).toEqual([[1, 3], [4, 5], [6, 7], [8]]);
  });

  it("gives the events of one run", async () => {
    const { log } = await restarted();
    log.append("b", waiting);
    log.append("a", epoch(2));
    await log.flushed();
    expect(await log.history.runPage("a", 0, 2)).toMatchObject({
      events: [{ sequence: 1 }, { sequence: 3 }],
      through: 3,
    });
    expect(await log.history.runPage("a", 3, 2)).toMatchObject({ events: [{ sequence: 8 }], through: 8 });
    expect(await log.history.runPage("a", 6, 2)).toMatchObject({ events: [{ sequence: 8 }], through: 8 });
  });

  it("gives the events of a run from the store and from memory in one page", async () => {
    const { store, log } = await restarted();
    fullDisk(store);
    log.append("a", [epoch(2), waiting]);
    await expect(log.flushed()).rejects.toThrow("disk full");
    const page = await log.history.runPage("a", 0, 10);
    expect(page).toMatchObject({ through: 8 });
    expect(page).toHaveProperty("events.length", 4);
  });

  it("does not give what is on disk and not yet shown", async () => {
    const { store, log } = await restarted();
    const { nextSequence } = store;
    await store.append([{ ...waiting, sequence: await nextSequence(), runId: "a", time: 0 }]);
    expect(await log.history.page(5, 10)).toMatchObject({ events: [{ sequence: 6 }], through: 6 });
  });

  it("says when events that could not be written have left memory too", async () => {
    const { store, log } = await restarted(2);
    fullDisk(store);
    log.append("a", [epoch(2), waiting, waiting, waiting]);
    await expect(log.flushed()).rejects.toThrow("disk full");
    expect(await log.history.page(4, 10)).toMatchObject({ through: 6 });
    expect(await log.history.page(6, 10)).toBe("too-old");
    expect(await log.history.page(8, 10)).toMatchObject({ through: 10 });
  });

  it("lists runs as they are now, the newest first", async () => {
    const { log } = await restarted();
    log.append("c", submitted);
    await log.flushed();
    expect((await log.history.runs({}, 10)).map(({ runId }) => runId)).toEqual(["c", "b", "a"]);
    expect(await log.history.runs({ states: ["completed"] }, 10)).toMatchObject([{ runId: "b" }]);
    expect(await log.history.runs({}, 1)).toMatchObject([{ runId: "c" }]);
    expect(await log.history.runs({ stream: "main" }, 10)).toHaveLength(3);
    expect(await log.history.runs({ stream: "other" }, 10)).toEqual([]);
    expect((await log.history.run("a"))?.history).toHaveLength(1);
    expect(await log.history.run("none")).toBeUndefined();
  });
});
