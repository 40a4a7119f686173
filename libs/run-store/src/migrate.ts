import type Database from "libsql";
import type { Migration } from "./migrations/migration.js";
import { pragmaNumber } from "./pragma.js";
import { RunStoreError } from "./run-store-error.js";
import { inTransaction } from "./transaction.js";

/** Marks a database as Lockstep's: "LKST". */
export const applicationId = 0x4c4b5354;

/**
 * Brings a database, a new one as well, to the newest version: each step in a transaction of its own. Of several
 * processes that open it at once, one does each step.
 * @throws RunStoreError STORE_NEWER, STORE_FOREIGN
 */
export function migrate(database: Database.Database, path: string, migrations: readonly Migration[]): void {
  const newest = migrations.at(-1)?.version ?? 0;
  while (checkedVersion(database, path, newest) < newest) {
    inTransaction(database, () => {
      // Another process may have been faster.
      const version = checkedVersion(database, path, newest);
      const next = migrations.find((migration) => migration.version === version + 1);
      if (!next) return;
      next.up(database);
      database.exec(`PRAGMA application_id = ${applicationId}; PRAGMA user_version = ${next.version}`);
    });
  }
}

/** 0: a new one. */
function checkedVersion(database: Database.Database, path: string, newest: number): number {
  const version = pragmaNumber(database, "user_version");
  const owner = pragmaNumber(database, "application_id");
  const isNew = version === 0 && owner === 0 && isEmpty(database);
  if (!isNew && owner !== applicationId) {
    throw new RunStoreError(
      "STORE_FOREIGN",
      `${path}: expected a database of Lockstep, got another program's`,
    );
  }
  if (version > newest) {
    throw new RunStoreError(
      "STORE_NEWER",
      `${path}: it was written by a newer Lockstep (version ${version} of the database; this one knows ${newest})`,
    );
  }
  return version;
}

function isEmpty(database: Database.Database): boolean {
  return database.prepare("SELECT name FROM sqlite_schema LIMIT 1").all().length === 0;
}
