import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { RunEvent, RunEventBody, SeriesQuery } from "@lockstep/telemetry/events";
import type { Series, SeriesPage } from "@lockstep/telemetry/views";
import { openRunStore, type RunStore } from "@lockstep/run-store";
import Database from "libsql";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { epoch, finished, numbered, step, submitted } from "../testing/sample-events.js";
import { storeAt, temporaryFolder, temporaryStore } from "../testing/temporary-stores.js";

/** A value that jumps about, the same for the same step. */
function noise(number: number): number {
  return Math.sin(number * 12.9898) * 43758.5453 - Math.floor(Math.sin(number * 12.9898) * 43758.5453);
}

/** From step 100 on there is another measure, which some steps lack. */
function stepWith(number: number): RunEventBody {
  const late = number >= 100 && number % 7 !== 0 ? { late: -noise(number + 0.5) } : {};
  return { ...step(number), measures: { loss: noise(number), ...late } } as RunEventBody;
}

/** Events of steps, in groups of odd sizes; the first has number `sequence`. */
async function appendSteps(store: RunStore, from: number, to: number, sequence: number): Promise<void> {
  for (let first = from; first <= to; first += 997) {
    const last = Math.min(to, first + 996);
    const bodies = Array.from({ length: last - first + 1 }, (_, index) => stepWith(first + index));
    await store.append(numbered("r", sequence + first - from, ...bodies));
  }
}

async function pageOf(store: RunStore, query: Omit<SeriesQuery, "runId">): Promise<SeriesPage> {
  return JSON.parse(await store.series({ runId: "r", ...query })) as SeriesPage;
}

/** What a page says of a series must be what the steps say. */
function check(page: SeriesPage, name: string, valueOf: (step: number) => number | undefined): void {
  const series = page.series.find((one) => one.name === name);
  for (const [bucket, first] of page.steps.entries()) {
    const nothing: readonly [number | null, number | null] = [null, null];
    let [min, minStep] = nothing;
    let [max, maxStep] = nothing;
    for (let at = first; at < first + page.bucketSteps && at <= page.to; at++) {
      const value = valueOf(at);
      if (value === undefined) continue;
      if (min === null || value < min) [min, minStep] = [value, at];
      if (max === null || value > max) [max, maxStep] = [value, at];
    }
    const found = { min: series?.min[bucket] ?? null, max: series?.max[bucket] ?? null };
    expect({ bucket, ...found }).toEqual({ bucket, min, max });
    if (page.bucketSteps === 1) continue;
    expect([series?.minSteps?.[bucket] ?? null, series?.maxSteps?.[bucket] ?? null]).toEqual([
      minStep,
      maxStep,
    ]);
  }
}

const lossOf = (at: number): number => noise(at);
const lateOf = (at: number): number | undefined => (at >= 100 && at % 7 !== 0 ? -noise(at + 0.5) : undefined);

describe("series of a long run", () => {
  // More than one chunk of the third level, and a rest of each.
  const steps = 70_003;
  let folder: string;
  let path: string;
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "lockstep-series-"));
    path = join(folder, "lockstep.db");
    const store = await openRunStore({ path, stream: "main" });
    await store.append(numbered("r", 1, submitted));
    await appendSteps(store, 1, steps, 2);
    await store.close();
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  it("keep every least and greatest value, in any window and any number of buckets", async () => {
    const store = await storeAt(path);
    const step = fc.integer({ min: 1, max: steps });
    await fc.assert(
      fc.asyncProperty(step, step, fc.integer({ min: 1, max: 2000 }), async (a, b, points) => {
        const [from, to] = [Math.min(a, b), Math.max(a, b)];
        const page = await pageOf(store, { from, to, points });
        expect(page.steps.length).toBeLessThanOrEqual(points + 2);
        expect(page.from).toBeLessThanOrEqual(from);
        expect(page.to).toBeGreaterThanOrEqual(to);
        expect(page.steps).toEqual(
          Array.from({ length: page.steps.length }, (_, index) => page.from + index * page.bucketSteps),
        );
        expect(page.steps.at(-1)! + page.bucketSteps).toBeGreaterThan(page.to);
        check(page, "loss", lossOf);
        check(page, "late", lateOf);
      }),
      { numRuns: 60 },
    );
  });

  it("are the same where their chunks are made afterwards, for a database of before", async () => {
    const queries = [
      { from: 1, to: steps, points: 7 },
      { from: 1, to: steps, points: 900 },
      { from: 60_000, to: 69_999, points: 50 },
    ];
    const store = await storeAt(path);
    const before = await Promise.all(queries.map((query) => store.series({ runId: "r", ...query })));
    const database = new Database(path);
    database.exec("DELETE FROM series_chunks");
    // Who only reads makes none.
    expect(await store.series({ runId: "r", ...queries[0]! })).toBe(before[0]);
    const count = (): number =>
      (database.prepare("SELECT count(*) AS count FROM series_chunks").all() as [{ count: number }])[0].count;
    expect(count()).toBe(0);
    const writer = await storeAt(path, "later");
    const after = await Promise.all(queries.map((query) => writer.series({ runId: "r", ...query })));
    expect(after).toEqual(before);
    expect(count()).toBeGreaterThan(0);
    database.close();
  });
});

describe("series", () => {
  it("have a bucket for each step where there is room, with the time when it was told", async () => {
    const store = await temporaryStore();
    await store.append(numbered("r", 1, submitted, step(1), step(2)));
    expect(
      await pageOf(store, { from: 1, to: 100, points: 100, names: ["loss", "gradientNorm/dense"] }),
    ).toEqual({
      runId: "r",
      from: 1,
      to: 2,
      bucketSteps: 1,
      steps: [1, 2],
      times: numbered("r", 1, submitted, step(1), step(2))
        .slice(1)
        .map(({ time }) => time),
      series: [
        { name: "gradientNorm/dense", min: [1e-30, 1e-30], max: [1e-30, 1e-30] },
        { name: "loss", min: [1, 0.5], max: [1, 0.5] },
      ],
    } satisfies SeriesPage);
  });

  it("have nothing where there are no steps, or no such run", async () => {
    const store = await temporaryStore();
    await store.append(numbered("r", 1, submitted));
    const nothing = { runId: "r", from: 0, to: 0, bucketSteps: 1, steps: [], times: [], series: [] };
    expect(await pageOf(store, { from: 1, to: 10, points: 10 })).toEqual(nothing);
    await store.append(numbered("r", 2, step(1)));
    expect(await pageOf(store, { from: 2, to: 10, points: 10 })).toEqual(nothing);
    expect(JSON.parse(await store.series({ runId: "q", from: 1, to: 9, points: 9 }))).toEqual({
      ...nothing,
      runId: "q",
    });
  });

  it("go on in the middle of a chunk after the process ended", async () => {
    const path = join(temporaryFolder(), "lockstep.db");
    const first = await storeAt(path, "main");
    await first.append(numbered("r", 1, submitted));
    await appendSteps(first, 1, 300, 2);
    await first.close();
    const second = await storeAt(path, "main");
    await appendSteps(second, 301, 5000, 302);
    const page = await pageOf(second, { from: 1, to: 5000, points: 40 });
    expect(page).toMatchObject({ from: 1, to: 5000, bucketSteps: 128 });
    check(page, "loss", lossOf);
    check(page, "late", lateOf);
    const names = (series: readonly Series[]): string[] => series.map(({ name }) => name);
    expect(names(page.series)).toEqual([
      "durationMs",
      "gradientNorm/dense",
      "gradientNorm/simple_rnn",
      "late",
      "learningRate",
      "loss",
    ]);
  });
});

describe("notable events", () => {
  it("are all but steps, the newest first, by type and page", async () => {
    const store = await temporaryStore();
    const events = numbered("r", 1, submitted, step(1), epoch(1), step(2), epoch(2), finished);
    await store.append(events);
    const numbers = (all: readonly RunEvent[]): number[] => all.map(({ sequence }) => sequence);
    expect(await store.notable("r", { limit: 10 })).toEqual([events[5], events[4], events[2], events[0]]);
    expect(numbers(await store.notable("r", { limit: 2, before: 6 }))).toEqual([5, 3]);
    expect(numbers(await store.notable("r", { limit: 9, types: ["epoch", "step"] }))).toEqual([5, 3]);
    expect(await store.notable("q", { limit: 9 })).toEqual([]);
  });
});
