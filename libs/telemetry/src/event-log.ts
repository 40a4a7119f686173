import type { RunEvent, RunEventBody, Snapshot } from "./events.js";
import { applyEvent, emptySnapshot } from "./snapshot-reducer.js";

export type EventListener = (event: RunEvent) => void;

export interface EventLogOptions {
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Events kept for clients that come back; the oldest go first. Default 10,000. */
  readonly capacity?: number;
}

/** The events of a coordinator in order, the newest kept, and what all of them add up to. */
export class EventLog {
  readonly #now: () => number;
  readonly #capacity: number;
  /** Ring: event n is at (n - 1) % capacity. */
  readonly #ring: RunEvent[] = [];
  readonly #listeners = new Set<EventListener>();
  #snapshot = emptySnapshot;

  constructor(options: EventLogOptions) {
    this.#now = options.now;
    this.#capacity = options.capacity ?? 10_000;
    if (!Number.isSafeInteger(this.#capacity) || this.#capacity < 1) {
      throw new RangeError(`capacity: expected a whole number from 1, got ${this.#capacity}`);
    }
  }

  /** Sequence number of the newest event, 0 before the first. */
  get sequence(): number {
    return this.#snapshot.sequence;
  }

  /** Sequence number of the oldest event that is kept; of the next one, where none is. */
  get oldest(): number {
    return this.sequence - this.#ring.length + 1;
  }

  /** What all events so far add up to. */
  get snapshot(): Snapshot {
    return this.#snapshot;
  }

  /** Numbers the event, keeps it, and hands it to the listeners before it returns. */
  append(runId: string, body: RunEventBody): RunEvent {
    const event: RunEvent = { ...body, sequence: this.sequence + 1, runId, time: this.#now() };
    this.#ring[(event.sequence - 1) % this.#capacity] = event;
    this.#snapshot = applyEvent(this.#snapshot, event);
    for (const listener of [...this.#listeners]) listener(event);
    return event;
  }

  /** The events after number `after`, in order; "too-old" where some of them are no longer kept. */
  since(after: number): readonly RunEvent[] | "too-old" {
    if (after < this.sequence - this.#ring.length) return "too-old";
    if (after >= this.sequence) return [];
    const start = after % this.#capacity;
    const end = this.sequence % this.#capacity;
    if (start < end) return this.#ring.slice(start, end);
    return [...this.#ring.slice(start), ...this.#ring.slice(0, end)];
  }

  /** Calls the listener with each event to come, until the function that is returned is called. */
  subscribe(listener: EventListener): () => void {
    const own: EventListener = (event) => listener(event);
    this.#listeners.add(own);
    return () => void this.#listeners.delete(own);
  }
}
