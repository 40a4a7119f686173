import { mkdirSync, readFileSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import Database from "libsql";
import { openRunStore } from "@lockstep/run-store";
import { describe, expect, it } from "vitest";
import { allMigrations } from "./migrations/all-migrations.js";
import { applicationId, migrate } from "./migrate.js";
import type { Migration } from "./migrations/migration.js";
import { openDatabase } from "./open-database.js";
import { pragmaNumber, pragmaValue } from "./pragma.js";
import { numbered, step, submitted } from "./testing/sample-events.js";
import { afterThisTest, storeAt, temporaryFolder } from "./testing/temporary-stores.js";

function databaseAt(path: string): Database.Database {
  const database = new Database(path);
  afterThisTest(() => {
    if (database.open) database.close();
  });
  return database;
}

function newPath(): string {
  return join(temporaryFolder(), "lockstep.db");
}

describe("migrations", () => {
  it("are numbered from 1 without gaps", () => {
    expect(allMigrations.map(({ version }) => version)).toEqual(allMigrations.map((_, index) => index + 1));
  });

  it.each(allMigrations.map((_, index) => index))(
    "bring a database of version %i to the newest",
    async (version) => {
      const path = newPath();
      const old = databaseAt(path);
      migrate(old, path, allMigrations.slice(0, version));
      old.close();
      const store = await storeAt(path, "main");
      await store.append(numbered("r", 1, submitted, step(1)));
      expect(await store.told("r")).toMatchObject({ steps: 1 });
      const database = databaseAt(path);
      expect([pragmaNumber(database, "user_version"), pragmaNumber(database, "application_id")]).toEqual([
        allMigrations.length,
        applicationId,
      ]);
    },
  );

  const addTable = (version: number): Migration => ({
    version,
    up: (database) =>
      database.exec(`CREATE TABLE t${version} (a INTEGER) STRICT; INSERT INTO t${version} VALUES (1)`),
  });
  const tables = (database: Database.Database) =>
    (database.prepare("SELECT name FROM sqlite_schema ORDER BY name").all() as { name: string }[]).map(
      ({ name }) => name,
    );

  it("run once each, from where a database is", () => {
    const database = databaseAt(newPath());
    migrate(database, "p", [addTable(1)]);
    migrate(database, "p", [addTable(1), addTable(2), addTable(3)]);
    expect(tables(database)).toEqual(["t1", "t2", "t3"]);
    expect(database.prepare("SELECT count(*) AS n FROM t1").all()).toEqual([{ n: 1 }]);
  });

  it("leave a step that fails undone, and what came before done", () => {
    const database = databaseAt(newPath());
    const failing: Migration = {
      version: 2,
      up: (each) => {
        each.exec("CREATE TABLE half (a INTEGER) STRICT");
        each.exec("CREATE TABLE t1 (a INTEGER) STRICT");
      },
    };
    expect(() => migrate(database, "p", [addTable(1), failing])).toThrow("t1 already exists");
    expect([tables(database), pragmaNumber(database, "user_version")]).toEqual([["t1"], 1]);
  });
});

describe("opening", () => {
  it("keeps every commit over a loss of power, checks references, and waits for others", () => {
    const path = newPath();
    const database = openDatabase(path, false);
    afterThisTest(() => void database.close());
    expect(pragmaValue(database, "journal_mode")).toBe("wal");
    const full = 2;
    const settings = ["synchronous", "foreign_keys", "busy_timeout"].map((name) =>
      pragmaNumber(database, name),
    );
    expect(settings).toEqual([full, 1, 10_000]);
  });

  it("refuses a database of a newer Lockstep", async () => {
    const path = newPath();
    await (await openRunStore({ path, stream: "main" })).close();
    const database = databaseAt(path);
    database.exec("PRAGMA user_version = 99");
    database.close();
    await expect(openRunStore({ path, stream: "main" })).rejects.toMatchObject({
      code: "STORE_NEWER",
      message: `${path}: it was written by a newer Lockstep (version 99 of the database; this one knows ${allMigrations.length})`,
    });
  });

  it("refuses another program's database and leaves it as it is", async () => {
    const path = newPath();
    const database = databaseAt(path);
    database.exec("CREATE TABLE theirs (a)");
    database.close();
    const before = readFileSync(path);
    await expect(openRunStore({ path, stream: "main" })).rejects.toMatchObject({
      code: "STORE_FOREIGN",
      message: `${path}: expected a database of Lockstep, got another program's`,
    });
    expect(readFileSync(path).equals(before)).toBe(true);
  });

  it("refuses what is no database, naming it", async () => {
    const path = newPath();
    writeFileSync(path, "no database at all, but long enough to be looked at ".repeat(100));
    await expect(openRunStore({ path, stream: "main" })).rejects.toMatchObject({
      code: "STORE_DAMAGED",
      message: `${path}: the file is damaged, or no database (file is not a database)`,
    });
  });

  async function filledPath(): Promise<string> {
    const path = newPath();
    const store = await openRunStore({ path, stream: "main" });
    const steps = Array.from({ length: 500 }, (_, index) => step(index + 1));
    await store.append(numbered("r", 1, submitted, ...steps));
    await store.close();
    return path;
  }

  it("refuses a file that was cut off, naming it", async () => {
    const path = await filledPath();
    truncateSync(path, readFileSync(path).length / 2);
    await expect(openRunStore({ path, stream: "main" })).rejects.toMatchObject({
      code: "STORE_DAMAGED",
      message: expect.stringContaining(`${path}: the file is damaged`) as string,
    });
  });

  it("says so when a page in the middle is damaged, naming the file", async () => {
    const path = await filledPath();
    const bytes = readFileSync(path);
    bytes.fill(0xa5, 8 * 4096, bytes.length - 4096);
    writeFileSync(path, bytes);
    const reading = openRunStore({ path, stream: "main" }).then(async (store) => {
      afterThisTest(() => store.close());
      return store.steps("r", 1, 500);
    });
    await expect(reading).rejects.toMatchObject({
      code: "STORE_DAMAGED",
      message: expect.stringContaining(`${path}: the file is damaged`) as string,
    });
  });

  it("refuses a folder in its place", async () => {
    const path = newPath();
    mkdirSync(path);
    const refusal = { code: "STORE_DAMAGED", message: `${path}: expected a database, got a folder` };
    await expect(openRunStore({ path, stream: "main" })).rejects.toMatchObject(refusal);
    await expect(openRunStore({ path })).rejects.toMatchObject(refusal);
  });

  it("says that the file cannot be made, without a driver's words", async () => {
    await expect(openRunStore({ path: "/proc/x.db", stream: "main" })).rejects.toMatchObject({
      code: "STORE_UNAVAILABLE",
      message: "/proc/x.db: cannot be opened, or made",
    });
  });

  it("says why the file cannot be opened", async () => {
    const path = newPath();
    mkdirSync(path);
    writeFileSync(join(path, "file"), "");
    await expect(openRunStore({ path: join(path, "file", "x.db"), stream: "main" })).rejects.toMatchObject({
      code: "STORE_UNAVAILABLE",
      message: expect.stringContaining(join(path, "file", "x.db")) as string,
    });
  });
});
