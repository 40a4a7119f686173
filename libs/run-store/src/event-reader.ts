import type Database from "libsql";
import { checkedLimit } from "./limit.js";
import type { Told } from "./run-store.js";

interface EventRow {
  readonly sequence: number;
  readonly run: string | null;
  readonly time: number;
  readonly body: string;
}

const columns = "events.sequence, runs.id AS run, events.time, events.body";
const ofRun = `SELECT ${columns} FROM runs JOIN events ON events.run = runs.key WHERE runs.id = ?`;

/** Reads events as JSON arrays, in order. */
export class EventReader {
  readonly #ofRun: Database.Statement;
  readonly #ofStream: Database.Statement;
  readonly #steps: Database.Statement;
  readonly #epochs: Database.Statement;
  readonly #notable: Database.Statement;
  readonly #keysOfType: Database.Statement;
  readonly #byKeys: Database.Statement;
  readonly #told: Database.Statement;

  constructor(database: Database.Database) {
    this.#ofRun = database.prepare(`${ofRun} AND events.sequence > ? ORDER BY events.sequence LIMIT ?`);
    this.#ofStream = database.prepare(
      `SELECT ${columns} FROM streams JOIN events ON events.stream = streams.key LEFT JOIN runs ON runs.key = events.run
       WHERE streams.name = ? AND events.sequence > ? ORDER BY events.sequence LIMIT ?`,
    );
    this.#steps = database.prepare(
      `${ofRun} AND events.type = 'step' AND events.step BETWEEN ? AND ? ORDER BY events.step LIMIT ?`,
    );
    this.#epochs = database.prepare(
      `${ofRun} AND events.type = 'epoch' AND events.epoch < ? ORDER BY events.epoch DESC LIMIT ?`,
    );
    this.#notable = database.prepare(
      `${ofRun} AND events.type <> 'step' AND events.sequence < ?
       AND (?3 IS NULL OR events.type IN (SELECT value FROM json_each(?3))) ORDER BY events.sequence DESC LIMIT ?4`,
    );
    this.#keysOfType = database.prepare(
      `SELECT events.key FROM runs JOIN events ON events.run = runs.key
       WHERE runs.id = ? AND events.type <> 'step' AND events.type = ? ORDER BY events.sequence`,
    );
    this.#byKeys = database.prepare(
      `SELECT ${columns} FROM events JOIN runs ON runs.key = events.run
       WHERE events.key IN (SELECT value FROM json_each(?)) ORDER BY events.sequence`,
    );
    this.#told = database.prepare(
      `SELECT
         coalesce((SELECT round FROM events WHERE run = runs.key AND round IS NOT NULL ORDER BY sequence DESC LIMIT 1), -1) AS round,
         coalesce((SELECT max(step) FROM events WHERE run = runs.key AND type = 'step'), 0) AS steps,
         coalesce((SELECT max(sequence) FROM events WHERE run = runs.key), 0) AS sequence,
         (SELECT json_extract(body, '$.fingerprint') FROM events WHERE run = runs.key AND type = 'run-started' AND sequence <
           (SELECT sequence FROM events WHERE run = runs.key AND type = 'step' ORDER BY step LIMIT 1)
           ORDER BY sequence DESC LIMIT 1) AS fingerprint
       FROM runs WHERE id = ?`,
    );
  }

  ofRun(runId: string, after: number, limit: number): string {
    return jsonOf(this.#ofRun.all(runId, after, checkedLimit(limit)));
  }

  ofStream(stream: string, after: number, limit: number): string {
    return jsonOf(this.#ofStream.all(stream, after, checkedLimit(limit)));
  }

  steps(runId: string, from: number, to: number, limit: number): string {
    return jsonOf(this.#steps.all(runId, from, to, checkedLimit(limit)));
  }

  /** The newest before that one. */
  epochs(runId: string, limit: number, before: number): string {
    return jsonOf(this.#epochs.all(runId, before, checkedLimit(limit)).reverse());
  }

  /** The newest first; steps are left out. */
  notable(runId: string, types: readonly string[] | undefined, before: number, limit: number): string {
    const wanted = types ? JSON.stringify(types) : null;
    return jsonOf(this.#notable.all(runId, before, wanted, checkedLimit(limit)));
  }

  /** Of all events of a type at most `limit`, evenly spread, the first and the last among them. */
  spread(runId: string, type: string, limit: number): { total: number; events: string } {
    const keys = (this.#keysOfType.all(runId, type) as { key: number }[]).map(({ key }) => key);
    const chosen = evenlySpread(keys, checkedLimit(limit));
    return { total: keys.length, events: jsonOf(this.#byKeys.all(JSON.stringify(chosen))) };
  }

  told(runId: string): Told {
    const [row] = this.#told.all(runId) as (Omit<Told, "fingerprint"> & {
      readonly fingerprint: string | null;
    })[];
    if (!row) return { round: -1, steps: 0, sequence: 0 };
    const { fingerprint, ...told } = row;
    return { ...told, ...(fingerprint === null ? {} : { fingerprint }) };
  }
}

function evenlySpread<Item>(items: readonly Item[], count: number): readonly Item[] {
  if (items.length <= count) return items;
  const apart = (items.length - 1) / Math.max(1, count - 1);
  return Array.from({ length: count }, (_, index) => items[Math.round(index * apart)] as Item);
}

function jsonOf(rows: readonly unknown[]): string {
  return `[${rows.map((row) => eventJson(row as EventRow)).join(",")}]`;
}

/** The event as it was, from its row: the body is a JSON object with at least a type. */
function eventJson({ sequence, run, time, body }: EventRow): string {
  return `${body.slice(0, -1)},"sequence":${sequence},"runId":${JSON.stringify(run ?? "")},"time":${time}}`;
}
