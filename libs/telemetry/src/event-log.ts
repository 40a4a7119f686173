import { EventHistory } from "./event-history.js";
import { EventRing } from "./event-ring.js";
import type { EventStore } from "./event-store.js";
import type { RunEvent, RunEventBody, Snapshot } from "./events.js";
import { applyEvent, emptySnapshot } from "./snapshot-reducer.js";
import { StoreWriter } from "./store-writer.js";
import { storedSnapshot } from "./stored-snapshot.js";

export type EventListener = (event: RunEvent) => void;

export interface EventLogOptions {
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Events kept in memory for clients that come back; the oldest go first. Default 10,000. */
  readonly capacity?: number;
}

export interface RestoreOptions extends EventLogOptions {
  readonly store: EventStore;
  /** Told once when the store cannot write (events are shown all the same), and with undefined when it can again. */
  readonly storeTroubled?: (trouble: Error | undefined) => void;
}

interface Keeping {
  readonly store: EventStore;
  readonly snapshot: Snapshot;
  readonly storeTroubled?: ((trouble: Error | undefined) => void) | undefined;
}

/**
 * The events of a coordinator in order, the newest kept in memory, and what all of them add up to. With a store they
 * are numbered when they are appended and shown (listeners, `since`, `snapshot`) when they are on disk, so that what
 * somebody saw is there after a crash; without one they are shown at once.
 */
export class EventLog {
  /** Events and runs of before as well. */
  readonly history: EventHistory;
  readonly #now: () => number;
  readonly #ring: EventRing;
  readonly #writer: StoreWriter | undefined;
  readonly #listeners = new Set<EventListener>();
  #snapshot: Snapshot;
  /** Number of the newest event that was appended. */
  #appended: number;

  /** Without a store, unless it is `restore` that calls. */
  constructor(options: EventLogOptions, keeping?: Keeping) {
    this.#now = options.now;
    this.#snapshot = keeping?.snapshot ?? emptySnapshot;
    this.#appended = this.#snapshot.sequence;
    this.#ring = new EventRing(options.capacity ?? 10_000, this.#appended);
    this.#writer = keeping && this.#writerTo(keeping);
    this.history = new EventHistory(this, keeping?.store);
  }

  /**
   * A log that goes on where the store's stream ended: numbers, runs and workers. Workers of the earlier life are told
   * to have left: they join again.
   * @throws what the store says where it cannot be read
   */
  static async restore({ store, storeTroubled, ...options }: RestoreOptions): Promise<EventLog> {
    const snapshot = await storedSnapshot(store);
    const log = new EventLog(options, { store, snapshot, storeTroubled });
    for (const { workerId } of snapshot.workers) {
      const reason = "the coordinator was started again";
      log.append("", { type: "worker-left", workerId, reason, returnedMicroBatches: 0 });
    }
    return log;
  }

  /** Number of the newest event that is shown, 0 before the first. */
  get sequence(): number {
    return this.#snapshot.sequence;
  }

  /** Number of the oldest event that is in memory; of the next one, where none is. */
  get oldest(): number {
    return this.#ring.oldest;
  }

  /** Number of the newest event that will outlive a crash; without a store, of the newest one. */
  get written(): number {
    return this.#writer ? this.#writer.written : this.sequence;
  }

  /** What all events that are shown add up to. */
  get snapshot(): Snapshot {
    return this.#snapshot;
  }

  /** Numbers the event and has it kept and shown; without a store, listeners are told before it returns. */
  append(runId: string, body: RunEventBody): RunEvent;
  /** The same for a group that is kept as one: after a crash all of it is there, or nothing. */
  append(runId: string, bodies: readonly RunEventBody[]): readonly RunEvent[];
  append(runId: string, given: RunEventBody | readonly RunEventBody[]): RunEvent | readonly RunEvent[] {
    if (!isGroup(given)) {
      const event = this.#numbered(runId, given);
      this.#take([event]);
      return event;
    }
    const events = given.map((body) => this.#numbered(runId, body));
    this.#take(events);
    return events;
  }

  /**
   * Resolves when all that was appended before is on disk.
   * @throws what the store said where it cannot write; nothing is lost, and it is tried again when it is asked again
   */
  flushed(): Promise<void> {
    return this.#writer ? this.#writer.flushed() : Promise.resolve();
  }

  /** Brings to disk what is not there yet; does not close the store. @throws what the store said */
  async close(): Promise<void> {
    await this.#writer?.close();
  }

  /** The first `limit` events after number `after`, in order; "too-old" where some of them are not in memory. */
  since(after: number, limit = Infinity): readonly RunEvent[] | "too-old" {
    return this.#ring.since(after, limit);
  }

  /** Calls the listener with each event to come, until the function that is returned is called. */
  subscribe(listener: EventListener): () => void {
    const own: EventListener = (event) => listener(event);
    this.#listeners.add(own);
    return () => void this.#listeners.delete(own);
  }

  #numbered(runId: string, body: RunEventBody): RunEvent {
    return { ...body, sequence: ++this.#appended, runId, time: this.#now() };
  }

  #take(events: readonly RunEvent[]): void {
    if (this.#writer) this.#writer.add(events);
    else for (const event of events) this.#show(event);
  }

  #show(event: RunEvent): void {
    this.#ring.push(event);
    this.#snapshot = applyEvent(this.#snapshot, event);
    for (const listener of [...this.#listeners]) listener(event);
  }

  #writerTo({ store, snapshot, storeTroubled }: Keeping): StoreWriter {
    return new StoreWriter({
      store,
      written: snapshot.sequence,
      troubled: storeTroubled,
      show: (events) => {
        for (const event of events) if (event.sequence > this.sequence) this.#show(event);
      },
    });
  }
}

function isGroup(given: RunEventBody | readonly RunEventBody[]): given is readonly RunEventBody[] {
  return Array.isArray(given);
}
