import type Database from "libsql";

/** Brings a database from the version before to its own. It runs in a transaction, and never again. */
export interface Migration {
  /** From 1, without gaps. */
  readonly version: number;
  readonly up: (database: Database.Database) => void;
}
