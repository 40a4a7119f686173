import type { RunEvent, RunKindName, RunSnapshot, WorkerSnapshot } from "./events.js";

/** An event of that type. */
export type EventOf<T extends RunEvent["type"]> = RunEvent & { readonly type: T };

/** A run as the history lists it. */
export interface StoredRun {
  /** The lineage that has it now: of the coordinator that took it up last. */
  readonly stream: string;
  /** After all that is stored of it; `history` is empty: see `epochs`. */
  readonly snapshot: RunSnapshot;
}

/** Which runs are meant; all, where nothing is said. */
export interface RunFilter {
  readonly stream?: string;
  readonly kind?: RunKindName;
  readonly states?: readonly RunSnapshot["state"][];
}

/** What is asked for of a run's series. */
export interface SeriesQuery {
  readonly runId: string;
  /** Steps, both included. */
  readonly from: number;
  readonly to: number;
  /** Buckets at most, or two more, as they begin and end where they always do. */
  readonly points: number;
  /** Absent: all. */
  readonly names?: readonly string[];
}

/** Which of a run's events are meant that are no steps. */
export interface NotableFilter {
  /** Absent: all but steps. */
  readonly types?: readonly RunEvent["type"][];
  /** Only those before that number. */
  readonly before?: number;
  readonly limit: number;
}

/**
 * Where events outlive the process. What it says rejects with an error that names the file and the reason.
 * Events of type `evaluation-progress` are numbered but not kept: nobody asks for them afterwards.
 */
export interface EventStore {
  /** The lineage that `append` writes to; numbers go up within it. */
  readonly stream: string;
  /** Number of the stream's next event: one more than the last that was appended, kept or not. */
  nextSequence(): Promise<number>;
  /** Takes all or none; they are on disk when it resolves. Their numbers go on from the last one without a gap. */
  append(events: readonly RunEvent[]): Promise<void>;
  /** The newest first. */
  runs(filter: RunFilter, limit: number): Promise<readonly StoredRun[]>;
  run(runId: string): Promise<StoredRun | undefined>;
  /** Of a run, after number `after`, in order, over all streams that had it. */
  events(runId: string, after: number, limit: number): Promise<readonly RunEvent[]>;
  /** Of a stream, after number `after`, in order. */
  streamEvents(stream: string, after: number, limit: number): Promise<readonly RunEvent[]>;
  /** The newest `limit` epochs of a run, or those just before epoch `before`, in order. */
  epochs(runId: string, limit: number, before?: number): Promise<readonly EventOf<"epoch">[]>;
  /** The newest first, of all events but steps: few, however long the run. */
  notable(runId: string, filter: NotableFilter): Promise<readonly RunEvent[]>;
  /** Of a run's events of a type at most `limit`, evenly spread, in order; and how many there are. No steps. */
  spread<T extends RunEvent["type"]>(
    runId: string,
    type: T,
    limit: number,
  ): Promise<{ readonly total: number; readonly events: readonly EventOf<T>[] }>;
  /** A SeriesPage in JSON: it is large, and goes to whoever asked as it is. */
  series(query: SeriesQuery): Promise<string>;
  /** Who was there when the stream's last event was appended. */
  workers(): Promise<readonly WorkerSnapshot[]>;
}
