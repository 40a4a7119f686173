import {
  applyEvent,
  emptySnapshot,
  type RunEvent,
  type RunSnapshot,
  type WorkerSnapshot,
} from "@lockstep/telemetry/events";
import type Database from "libsql";
import { RunStoreError } from "./run-store-error.js";
import type { RunTable } from "./run-table.js";
import type { SeriesBuilder } from "./series/series-builder.js";
import type { StreamTable } from "./stream-table.js";
import { inTransaction } from "./transaction.js";

/** A run of which events are being added. */
interface OpenRun {
  readonly key: number;
  snapshot: RunSnapshot;
}

/** Adds events, and keeps what they add up to in step with them. */
export class EventWriter {
  readonly #insert: Database.Statement;

  constructor(
    private readonly database: Database.Database,
    private readonly streams: StreamTable,
    private readonly runs: RunTable,
    private readonly series: SeriesBuilder,
  ) {
    this.#insert = database.prepare(
      `INSERT INTO events (stream, sequence, run, time, type, round, step, epoch, body)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    );
  }

  /**
   * Takes all or none.
   * @param json events, an array
   * @throws RunStoreError STORE_CONFLICT where they do not go on from what is there; what SQLite says
   */
  append(stream: number, json: string): undefined {
    const events = JSON.parse(json) as RunEvent[];
    if (events.length > 0) inTransaction(this.database, () => this.#appendAll(stream, events));
    return undefined;
  }

  saveRun(stream: number, snapshot: RunSnapshot): undefined {
    inTransaction(this.database, () => this.runs.save(stream, snapshot));
    return undefined;
  }

  #appendAll(stream: number, events: readonly RunEvent[]): void {
    const row = this.streams.get(stream);
    const open = new Map<string, OpenRun>();
    const before = JSON.parse(row.workers) as readonly WorkerSnapshot[];
    let workers = before;
    let { newest } = row;
    for (const event of events) {
      if (event.sequence !== newest + 1) throw outOfOrder(event, newest);
      newest = event.sequence;
      const run = event.runId === "" ? undefined : this.#open(stream, event, open);
      const runs = run ? [run.snapshot] : [];
      const after = applyEvent({ sequence: newest - 1, runs, workers }, event);
      workers = after.workers;
      if (run) run.snapshot = after.runs[0] ?? run.snapshot;
      if (event.type !== "evaluation-progress") this.#insertEvent(stream, run?.key, event);
    }
    for (const { snapshot } of open.values()) this.runs.save(stream, snapshot);
    this.streams.update({
      key: stream,
      newest,
      workers: workers === before ? row.workers : JSON.stringify(workers),
    });
  }

  /** The run that the event is about; its submission adds it. */
  #open(stream: number, event: RunEvent, open: Map<string, OpenRun>): OpenRun {
    const { runId } = event;
    const known = open.get(runId) ?? this.runs.find(runId);
    if (known) {
      open.set(runId, known);
      return known;
    }
    const [snapshot] = applyEvent(emptySnapshot, event).runs;
    if (!snapshot) {
      throw new RunStoreError(
        "STORE_CONFLICT",
        `event ${event.sequence} (${event.type}): expected a run that was submitted, got run "${runId}", which was not`,
      );
    }
    this.runs.save(stream, snapshot);
    const added = this.runs.find(runId) as OpenRun;
    open.set(runId, added);
    return added;
  }

  #insertEvent(stream: number, run: number | undefined, event: RunEvent): void {
    const { sequence, runId, time, ...body } = event;
    const step = body.type === "step" ? body.step : null;
    const epoch = body.type === "epoch" ? body.epoch : null;
    const round = committedRound(event);
    try {
      const values = [
        stream,
        sequence,
        run ?? null,
        time,
        body.type,
        round,
        step,
        epoch,
        JSON.stringify(body),
      ];
      this.#insert.run(...values);
      if (step !== null && run !== undefined) this.series.added(run, step);
    } catch (cause) {
      if ((cause as { code?: string }).code !== "SQLITE_CONSTRAINT_UNIQUE") throw cause;
      const what = `${body.type} ${step ?? epoch ?? ""}`.trim();
      throw new RunStoreError(
        "STORE_CONFLICT",
        `event ${sequence}: ${what} of run "${runId}" is there already`,
        {
          cause,
        },
      );
    }
  }
}

/** Other events name rounds too, that need not be committed. */
function committedRound(event: RunEvent): number | null {
  switch (event.type) {
    case "step":
    case "epoch":
    case "callback":
    case "tested":
      return event.round;
    default:
      return null;
  }
}

function outOfOrder({ sequence }: RunEvent, newest: number): RunStoreError {
  return new RunStoreError(
    "STORE_CONFLICT",
    `sequence: expected ${newest + 1}, which follows the last event of the stream, got ${sequence}`,
  );
}
