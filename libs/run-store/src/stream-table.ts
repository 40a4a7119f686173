import type Database from "libsql";
import { inTransaction } from "./transaction.js";

/** A stream as it is after its last event. */
export interface StreamRow {
  readonly key: number;
  /** Number of the last event. */
  readonly newest: number;
  /** JSON. */
  readonly workers: string;
}

/** The lineages of events. */
export class StreamTable {
  readonly #byName: Database.Statement;
  readonly #byKey: Database.Statement;
  readonly #insert: Database.Statement;
  readonly #update: Database.Statement;

  constructor(private readonly database: Database.Database) {
    this.#byName = database.prepare("SELECT key FROM streams WHERE name = ?");
    this.#byKey = database.prepare("SELECT key, newest, workers FROM streams WHERE key = ?");
    // Above all: a run that goes on in another stream has its events in the order of their numbers.
    this.#insert = database.prepare(
      "INSERT INTO streams (name, newest, workers) VALUES (?, (SELECT coalesce(max(newest), 0) FROM streams), '[]')",
    );
    this.#update = database.prepare("UPDATE streams SET newest = ?, workers = ? WHERE key = ?");
  }

  /** Key of the stream, which is made where it is new. */
  open(name: string): number {
    const find = (): number | undefined => (this.#byName.all(name) as { key: number }[])[0]?.key;
    return inTransaction(this.database, () => {
      const known = find();
      if (known !== undefined) return known;
      this.#insert.run(name);
      return find() as number;
    });
  }

  get(key: number): StreamRow {
    return (this.#byKey.all(key) as [StreamRow])[0];
  }

  /** Within a transaction. */
  update({ key, newest, workers }: StreamRow): void {
    this.#update.run(newest, workers, key);
  }
}
