import type { SeriesQuery } from "@lockstep/telemetry/events";
import type { Series, SeriesPage } from "@lockstep/telemetry/views";
import { chunkEntries, fanOut, joinedEntries, noEntries, putEntries, type Entries } from "./entries.js";
import { entriesOf, type SeriesEntries, type SeriesTable } from "./series-table.js";
import { timeSeries } from "./step-values.js";

/** Reads windows of a run's series from the level that fits. */
export class SeriesReader {
  constructor(private readonly table: SeriesTable) {}

  page(run: number, { runId, from, to, points, names }: SeriesQuery): SeriesPage {
    const newest = this.table.lastStep(run);
    if (Math.min(to, newest) < from)
      return { runId, from: 0, to: 0, bucketSteps: 1, steps: [], times: [], series: [] };
    const { level, bucketSteps } = bucketsFor(Math.min(to, newest) - from + 1, points);
    const entrySteps = fanOut ** level;
    // Buckets begin and end at multiples of their size, so that they are the same for every window.
    const first = Math.floor((from - 1) / bucketSteps) * bucketSteps + 1;
    const last = Math.min(Math.ceil(to / bucketSteps) * bucketSteps, newest);
    const series = this.#entries(run, level, (first - 1) / entrySteps, Math.ceil(last / entrySteps), last);
    const buckets = new Map(
      [...series].map(([name, all]) => [name, joinedEntries(all, bucketSteps / entrySteps)]),
    );
    const times = entriesOf(buckets, timeSeries, Math.ceil((last - first + 1) / bucketSteps));
    const wanted = [...buckets].filter(([name]) => name !== timeSeries && (names?.includes(name) ?? true));
    return {
      ...{ runId, from: first, to: last, bucketSteps },
      steps: Array.from(times.min, (_, index) => first + index * bucketSteps),
      times: Array.from(times.min),
      series: wanted
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([name, all]) => seriesOf(name, all, bucketSteps)),
    };
  }

  /** Entries from `begin` to before `end`, of the steps up to the last one: whole chunks, and the rest from below. */
  #entries(run: number, level: number, begin: number, end: number, last: number): SeriesEntries {
    const all = new Map<string, Entries>();
    const put = (at: number, series: SeriesEntries, from: number, count: number): void => {
      for (const [name, entries] of series) {
        const into = all.get(name) ?? noEntries(end - begin);
        putEntries(into, at - begin, entries, from, count);
        all.set(name, into);
      }
    };
    let next = begin;
    while (next < end) {
      const chunk = Math.floor(next / chunkEntries);
      const from = next - chunk * chunkEntries;
      const count = Math.min(end - next, chunkEntries - from);
      const whole = this.table.chunk(run, level, chunk);
      if (whole) put(next, whole, from, count);
      else put(next, this.#fromBelow(run, level, next, next + count, last), 0, count);
      next += count;
    }
    return all;
  }

  #fromBelow(run: number, level: number, begin: number, end: number, last: number): SeriesEntries {
    if (level === 0) return this.table.steps(run, begin + 1, end - begin);
    const lastBelow = Math.min(end * fanOut, Math.ceil(last / fanOut ** (level - 1)));
    const below = this.#entries(run, level - 1, begin * fanOut, lastBelow, last);
    return new Map([...below].map(([name, entries]) => [name, joinedEntries(entries, fanOut)]));
  }
}

/** A whole number of the entries of one level makes a bucket: the highest level that fits. */
function bucketsFor(steps: number, points: number): { level: number; bucketSteps: number } {
  const least = Math.ceil(steps / points);
  let level = 0;
  while (fanOut ** (level + 1) <= least) level++;
  const entrySteps = fanOut ** level;
  return { level, bucketSteps: Math.ceil(least / entrySteps) * entrySteps };
}

function seriesOf(name: string, { min, max, minStep, maxStep }: Entries, bucketSteps: number): Series {
  const values = { name, min: numbers(min), max: numbers(max) };
  if (bucketSteps === 1) return values;
  return { ...values, minSteps: numbers(minStep), maxSteps: numbers(maxStep) };
}

function numbers(values: Float64Array): (number | null)[] {
  return Array.from(values, (value) => (Number.isNaN(value) ? null : value));
}
