import type { EventOf } from "@lockstep/telemetry/events";
import type Database from "libsql";
import { chunkText, chunkOfText } from "./chunk-columns.js";
import { chunkEntries, entriesOfSteps, noEntries, type Entries } from "./entries.js";
import { stepValues } from "./step-values.js";

/** Series by their names. */
export type SeriesEntries = Map<string, Entries>;

/** The chunks of runs, and the steps that they are made of. A run is meant by its key. */
export class SeriesTable {
  readonly #steps: Database.Statement;
  readonly #lastStep: Database.Statement;
  readonly #insert: Database.Statement;
  readonly #chunk: Database.Statement;
  readonly #count: Database.Statement;

  constructor(database: Database.Database) {
    this.#steps = database.prepare(
      `SELECT step, time, body FROM events WHERE run = ? AND type = 'step' AND step BETWEEN ? AND ? ORDER BY step`,
    );
    this.#lastStep = database.prepare(
      "SELECT coalesce(max(step), 0) AS step FROM events WHERE run = ? AND type = 'step'",
    );
    this.#insert = database.prepare(
      "INSERT OR REPLACE INTO series_chunks (run, level, chunk, name, entries) VALUES (?, ?, ?, ?, ?)",
    );
    this.#chunk = database.prepare(
      "SELECT name, entries FROM series_chunks WHERE run = ? AND level = ? AND chunk = ?",
    );
    this.#count = database.prepare(
      "SELECT coalesce(max(chunk) + 1, 0) AS count FROM series_chunks WHERE run = ? AND level = ?",
    );
  }

  /** Number of the newest step; 0: there is none. */
  lastStep(run: number): number {
    return (this.#lastStep.all(run) as [{ step: number }])[0].step;
  }

  /** Whole chunks of a level, from the first on. */
  chunkCount(run: number, level: number): number {
    return (this.#count.all(run, level) as [{ count: number }])[0].count;
  }

  /** Steps from `first` on, at most `count` of them, from their events. */
  steps(run: number, first: number, count: number): SeriesEntries {
    const columns = new Map<string, Float64Array>();
    const rows = this.#steps.all(run, first, first + count - 1) as StepRow[];
    for (const { step, time, body } of rows) {
      const event = { ...(JSON.parse(body) as object), time } as EventOf<"step">;
      for (const [name, value] of stepValues(event)) {
        const column = columns.get(name) ?? new Float64Array(count).fill(NaN);
        column[step - first] = value;
        columns.set(name, column);
      }
    }
    return new Map([...columns].map(([name, values]) => [name, entriesOfSteps(values, first)]));
  }

  /** A whole chunk; undefined: it is not there. */
  chunk(run: number, level: number, chunk: number): SeriesEntries | undefined {
    const rows = this.#chunk.all(run, level, chunk) as { name: string; entries: string }[];
    if (rows.length === 0) return undefined;
    return new Map(rows.map(({ name, entries }) => [name, chunkOfText(level, chunk, entries)]));
  }

  /** Within a transaction. */
  put(run: number, level: number, chunk: number, series: SeriesEntries): void {
    for (const [name, entries] of series)
      this.#insert.run(run, level, chunk, name, chunkText(level, entries));
  }
}

interface StepRow {
  readonly step: number;
  readonly time: number;
  readonly body: string;
}

/** The entries of a name, which some pieces may lack. */
export function entriesOf(series: SeriesEntries, name: string, count = chunkEntries): Entries {
  return series.get(name) ?? noEntries(count);
}
