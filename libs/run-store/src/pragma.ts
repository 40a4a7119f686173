import type Database from "libsql";

/** Value of a pragma that has one number. */
export function pragmaNumber(database: Database.Database, name: string): number {
  return Number(pragmaValue(database, name));
}

/** Sets or asks a pragma that answers with one value. */
export function pragmaValue(database: Database.Database, pragma: string): unknown {
  const [row] = database.prepare(`PRAGMA ${pragma}`).all() as [Record<string, unknown>?];
  return row && Object.values(row)[0];
}
