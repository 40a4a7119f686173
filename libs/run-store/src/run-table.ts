import type { RunFilter, RunSnapshot } from "@lockstep/telemetry";
import type Database from "libsql";
import { checkedLimit } from "./limit.js";

/** A run as its row has it. */
export interface RunRow {
  readonly key: number;
  readonly snapshot: RunSnapshot;
}

const listed =
  "SELECT json_object('stream', streams.name, 'snapshot', json(snapshot)) AS run FROM runs JOIN streams ON streams.key = runs.stream";

/** The runs, each with what its events add up to. */
export class RunTable {
  readonly #find: Database.Statement;
  readonly #get: Database.Statement;
  readonly #list: Database.Statement;
  readonly #save: Database.Statement;

  constructor(database: Database.Database) {
    this.#find = database.prepare("SELECT key, snapshot FROM runs WHERE id = ?");
    this.#get = database.prepare(`${listed} WHERE id = ?`);
    this.#list = database.prepare(
      `${listed} WHERE (?1 IS NULL OR streams.name = ?1) AND (?2 IS NULL OR kind = ?2)
       AND (?3 IS NULL OR state IN (SELECT value FROM json_each(?3)))
       ORDER BY submitted DESC, runs.key DESC LIMIT ?4`,
    );
    this.#save = database.prepare(
      `INSERT INTO runs (id, stream, kind, name, state, submitted, snapshot) VALUES (?, ?, ?, ?, ?, ?, ?)
       ON CONFLICT (id) DO UPDATE SET stream = excluded.stream, kind = excluded.kind, name = excluded.name,
       state = excluded.state, submitted = excluded.submitted, snapshot = excluded.snapshot`,
    );
  }

  /** JSON, as it is listed. */
  get(runId: string): string | undefined {
    return (this.#get.all(runId) as { run: string }[])[0]?.run;
  }

  /** A JSON array, the newest first. */
  list({ stream, kind, states }: RunFilter, limit: number): string {
    const rows = this.#list.all(
      stream ?? null,
      kind ?? null,
      states ? JSON.stringify(states) : null,
      checkedLimit(limit),
    ) as { run: string }[];
    return `[${rows.map(({ run }) => run).join(",")}]`;
  }

  find(runId: string): RunRow | undefined {
    const [row] = this.#find.all(runId) as { key: number; snapshot: string }[];
    return row && { key: row.key, snapshot: JSON.parse(row.snapshot) as RunSnapshot };
  }

  /** Within a transaction. Epochs are left out: they are in the events. */
  save(stream: number, snapshot: RunSnapshot): void {
    const { runId, kind, name, state, submittedMs } = snapshot;
    this.#save.run(
      runId,
      stream,
      kind,
      name,
      state,
      submittedMs,
      JSON.stringify({ ...snapshot, history: [] }),
    );
  }
}
