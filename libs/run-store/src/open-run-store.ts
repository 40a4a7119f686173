import { resolve } from "node:path";
import type { EventOf, RunEvent, SeriesQuery, StoredRun, WorkerSnapshot } from "@lockstep/telemetry";
import type { RunStore } from "./run-store.js";
import { StoreThread } from "./store-thread-client.js";

export interface OpenRunStoreOptions {
  /** The database file; made where it is missing, with its folder, if there is a stream. */
  readonly path: string;
  /**
   * The lineage to append to. Its numbers go on from its last event; a new stream's start above all that are in the
   * database. One process at a time may have it (see `lockFolder`); several may have streams of their own in one
   * database. Absent: to read only.
   */
  readonly stream?: string;
}

/** Steps read at once, so that a long reading lets others have the thread. */
const stepsAtOnce = 1000;

/** Opens the history, in a thread of its own: the event loop never waits for the disk. @throws RunStoreError */
export async function openRunStore(options: OpenRunStoreOptions): Promise<RunStore> {
  const path = resolve(options.path);
  const thread = new StoreThread({ ...options, path });
  await thread.opened();
  return {
    path,
    stream: options.stream ?? "",
    append: (events) => thread.call("append", JSON.stringify(events)),
    nextSequence: () => thread.call("nextSequence", undefined),
    runs: async (filter, limit) => parse(await thread.call("runs", { filter, limit })) as StoredRun[],
    run: async (runId) => {
      const run = await thread.call("run", runId);
      return run === undefined ? undefined : (parse(run) as StoredRun);
    },
    events: async (runId, after, limit) =>
      parse(await thread.call("events", { runId, after, limit })) as RunEvent[],
    streamEvents: async (stream, after, limit) =>
      parse(await thread.call("streamEvents", { stream, after, limit })) as RunEvent[],
    steps: (runId, from, to) => readSteps(thread, runId, from, to),
    epochs: async (runId, limit, before = Number.MAX_SAFE_INTEGER) =>
      parse(await thread.call("epochs", { runId, limit, before })) as EventOf<"epoch">[],
    notable: async (runId, { types, before = Number.MAX_SAFE_INTEGER, limit }) =>
      parse(await thread.call("notable", { runId, types, before, limit })) as RunEvent[],
    spread: async (runId, type, limit) => {
      const { total, events } = await thread.call("spread", { runId, type, limit });
      return { total, events: parse(events) as EventOf<typeof type>[] };
    },
    series: (query) => readSeries(thread, query),
    told: (runId) => thread.call("told", runId),
    workers: async () => parse(await thread.call("workers", undefined)) as WorkerSnapshot[],
    saveRun: (snapshot) => thread.call("saveRun", { ...snapshot, history: [] }),
    close: () => thread.close(),
  };
}

async function readSteps(
  thread: StoreThread,
  runId: string,
  from: number,
  to: number,
): Promise<readonly EventOf<"step">[]> {
  const steps: EventOf<"step">[] = [];
  let next = from;
  let isComplete = false;
  while (!isComplete) {
    const asked = { runId, from: next, to, limit: stepsAtOnce };
    const page = parse(await thread.call("steps", asked)) as EventOf<"step">[];
    steps.push(...page);
    next = (page.at(-1)?.step ?? to) + 1;
    isComplete = page.length < stepsAtOnce;
  }
  return steps;
}

/** Others have the thread between the pieces of what is made first. */
async function readSeries(thread: StoreThread, query: SeriesQuery): Promise<string> {
  let isBuilt = false;
  while (!isBuilt) isBuilt = await thread.call("buildSeries", query.runId);
  return thread.call("series", query);
}

/** As the thread wrote it. */
function parse(json: string): unknown {
  return JSON.parse(json);
}
