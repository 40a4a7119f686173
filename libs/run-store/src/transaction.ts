import type Database from "libsql";

/**
 * Does the work in a transaction that writes: all of it is on disk afterwards, or nothing. (libsql's own fails on the
 * way back where SQLite has rolled back by itself, as it does on a full disk, and hides the reason.)
 */
export function inTransaction<T>(database: Database.Database, work: () => T): T {
  database.exec("BEGIN IMMEDIATE");
  try {
    const result = work();
    database.exec("COMMIT");
    return result;
  } catch (error) {
    if (database.inTransaction) database.exec("ROLLBACK");
    throw error;
  }
}
