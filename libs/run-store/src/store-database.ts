import type Database from "libsql";
import { EventReader } from "./event-reader.js";
import { EventWriter } from "./event-writer.js";
import { openDatabase } from "./open-database.js";
import { RunStoreError } from "./run-store-error.js";
import { RunTable } from "./run-table.js";
import type { StoreCallName, StoreCalls, StoreRequest, StoreThreadData } from "./store-requests.js";
import { SeriesBuilder } from "./series/series-builder.js";
import { SeriesReader } from "./series/series-reader.js";
import { SeriesTable } from "./series/series-table.js";
import { StreamTable } from "./stream-table.js";
import { inTransaction } from "./transaction.js";

type Answers = {
  readonly [N in StoreCallName]: (argument: StoreCalls[N]["argument"]) => StoreCalls[N]["answer"];
};

/** Keys count from 1. */
const noRun = 0;

/** The database, synchronous: for its own thread. */
export class StoreDatabase {
  readonly #database: Database.Database;
  readonly #answers: Answers;

  /** @throws RunStoreError, or what SQLite says */
  constructor({ path, stream }: StoreThreadData) {
    this.#database = openDatabase(path, stream === undefined);
    const database = this.#database;
    const streams = new StreamTable(database);
    const runs = new RunTable(database);
    const events = new EventReader(database);
    const key = stream === undefined ? undefined : streams.open(stream);
    const own = (): number => {
      if (key !== undefined) return key;
      throw new RunStoreError("STORE_UNAVAILABLE", `${path}: it was opened without a stream, to read only`);
    };
    const steps = new SeriesTable(database);
    const builder = new SeriesBuilder(steps);
    const series = new SeriesReader(steps);
    const writer = new EventWriter(database, streams, runs, builder);
    const keyOf = (runId: string): number => runs.find(runId)?.key ?? noRun;
    this.#answers = {
      append: (json) => writer.append(own(), json),
      nextSequence: () => streams.get(own()).newest + 1,
      runs: ({ filter, limit }) => runs.list(filter, limit),
      run: (runId) => runs.get(runId),
      events: ({ runId, after, limit }) => events.ofRun(runId, after, limit),
      streamEvents: ({ stream: name, after, limit }) => events.ofStream(name, after, limit),
      steps: ({ runId, from, to, limit }) => events.steps(runId, from, to, limit),
      notable: ({ runId, types, before, limit }) => events.notable(runId, types, before, limit),
      spread: ({ runId, type, limit }) => events.spread(runId, type, limit),
      // Who only reads does without what is missing: it takes longer.
      buildSeries: (runId) =>
        key === undefined || inTransaction(database, () => builder.catchUp(keyOf(runId))),
      series: (query) => JSON.stringify(series.page(keyOf(query.runId), query)),
      epochs: ({ runId, limit, before }) => events.epochs(runId, limit, before),
      told: (runId) => events.told(runId),
      workers: () => streams.get(own()).workers,
      saveRun: (snapshot) => writer.saveRun(own(), snapshot),
      close: () => this.#close(),
    };
  }

  /** @throws RunStoreError, or what SQLite says */
  answer({ name, argument }: StoreRequest): unknown {
    return (this.#answers[name] as (argument: unknown) => unknown)(argument);
  }

  #close(): undefined {
    this.#database.close();
    return undefined;
  }
}
