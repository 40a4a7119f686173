import type Database from "libsql";
import { EventReader } from "./event-reader.js";
import { EventWriter } from "./event-writer.js";
import { openDatabase } from "./open-database.js";
import { RunStoreError } from "./run-store-error.js";
import { RunTable } from "./run-table.js";
import type { StoreCallName, StoreCalls, StoreRequest, StoreThreadData } from "./store-requests.js";
import { StreamTable } from "./stream-table.js";

type Answers = {
  readonly [N in StoreCallName]: (argument: StoreCalls[N]["argument"]) => StoreCalls[N]["answer"];
};

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
    const writer = new EventWriter(database, streams, runs);
    this.#answers = {
      append: (json) => writer.append(own(), json),
      nextSequence: () => streams.get(own()).newest + 1,
      runs: ({ filter, limit }) => runs.list(filter, limit),
      run: (runId) => runs.get(runId),
      events: ({ runId, after, limit }) => events.ofRun(runId, after, limit),
      streamEvents: ({ stream: name, after, limit }) => events.ofStream(name, after, limit),
      steps: ({ runId, from, to, limit }) => events.steps(runId, from, to, limit),
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
