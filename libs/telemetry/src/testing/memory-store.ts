import type {
  EventOf,
  EventStore,
  NotableFilter,
  RunFilter,
  SeriesQuery,
  StoredRun,
} from "../event-store.js";
import type { RunEvent, Snapshot, WorkerSnapshot } from "../events.js";
import { applyEvent, emptySnapshot } from "../snapshot-reducer.js";

/** A store of one stream whose disk does what the test wants. */
export class MemoryStore implements EventStore {
  readonly stream = "main";
  readonly batches: (readonly RunEvent[])[] = [];
  readonly #kept: RunEvent[] = [];
  #snapshot: Snapshot = emptySnapshot;
  #newest = 0;
  /** What a write waits for. */
  disk: () => Promise<void> = () => Promise.resolve();

  nextSequence = (): Promise<number> => Promise.resolve(this.#newest + 1);

  async append(events: readonly RunEvent[]): Promise<void> {
    await this.disk();
    this.batches.push(events);
    for (const event of events) {
      if (event.sequence !== this.#newest + 1) throw new Error(`got ${event.sequence} after ${this.#newest}`);
      this.#newest = event.sequence;
      this.#snapshot = applyEvent(this.#snapshot, event);
      if (event.type !== "evaluation-progress") this.#kept.push(event);
    }
  }

  runs({ stream = "main", states }: RunFilter, limit: number): Promise<readonly StoredRun[]> {
    const all = stream === "main" ? this.#snapshot.runs : [];
    const runs = all.filter((run) => states?.includes(run.state) ?? true).reverse();
    const listed = runs.map((snapshot) => ({ stream: "main", snapshot: { ...snapshot, history: [] } }));
    return Promise.resolve(listed.slice(0, limit));
  }

  async run(runId: string): Promise<StoredRun | undefined> {
    return (await this.runs({}, Infinity)).find(({ snapshot }) => snapshot.runId === runId);
  }

  async events(runId: string, after: number, limit: number): Promise<readonly RunEvent[]> {
    return (await this.streamEvents("main", after, Infinity))
      .filter((event) => event.runId === runId)
      .slice(0, limit);
  }

  streamEvents(_stream: string, after: number, limit: number): Promise<readonly RunEvent[]> {
    return Promise.resolve(this.#kept.filter(({ sequence }) => sequence > after).slice(0, limit));
  }

  epochs(runId: string, limit: number, before = Infinity): Promise<readonly EventOf<"epoch">[]> {
    const epochs = this.#kept.filter(
      (event): event is EventOf<"epoch"> =>
        event.type === "epoch" && event.runId === runId && event.epoch < before,
    );
    return Promise.resolve(epochs.slice(-limit));
  }

  notable(runId: string, { types, before = Infinity, limit }: NotableFilter): Promise<readonly RunEvent[]> {
    const fits = (event: RunEvent): boolean => types?.includes(event.type) ?? event.type !== "step";
    const events = this.#kept.filter(
      (event) => event.runId === runId && event.sequence < before && fits(event),
    );
    return Promise.resolve(events.reverse().slice(0, limit));
  }

  spread<T extends RunEvent["type"]>(runId: string, type: T, limit: number) {
    const all = this.#kept.filter(
      (event): event is EventOf<T> => event.runId === runId && event.type === type,
    );
    return Promise.resolve({ total: all.length, events: all.slice(0, limit) });
  }

  series(query: SeriesQuery): Promise<string> {
    return Promise.resolve(JSON.stringify(query));
  }

  workers = (): Promise<readonly WorkerSnapshot[]> => Promise.resolve(this.#snapshot.workers);
}
