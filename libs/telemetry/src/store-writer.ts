import { backoffMs } from "@lockstep/async";
import type { EventStore } from "./event-store.js";
import type { RunEvent } from "./events.js";

export interface StoreWriterOptions {
  readonly store: EventStore;
  /** Number of the newest event that the store has. */
  readonly written: number;
  /** Told of events that are on disk, or cannot be brought there for now, in order. May be told of one twice. */
  readonly show: (events: readonly RunEvent[]) => void;
  /** Told once when the store cannot write, and with undefined when it can again. */
  readonly troubled?: ((trouble: Error | undefined) => void) | undefined;
}

/** Events in one transaction, unless one group has more: more would keep the event loop for too long at once. */
const maxBatchEvents = 500;

/**
 * Writes begin at least this far apart, unless somebody waits for one: each costs the event loop, the disk and the
 * database as much for one event as for twenty.
 */
const gatherMs = 20;

const retry = { firstMs: 250, mostMs: 10_000, random: Math.random };

interface Waiter {
  readonly upTo: number;
  readonly resolve: () => void;
  readonly reject: (reason: Error) => void;
}

/**
 * Brings events to disk in their order: the first at once, then all that gathered meanwhile in one (group commit).
 * While the store cannot write, events are shown at once and kept; the write is tried again after growing delays, and
 * whenever somebody asks for it. What is kept is bounded by what happens meanwhile: a run that learns of the trouble
 * stands still.
 */
export class StoreWriter {
  /** Not on disk, oldest first. A group is never split. */
  readonly #groups: (readonly RunEvent[])[] = [];
  readonly #waiters = new Set<Waiter>();
  #written: number;
  #newest: number;
  #isWriting = false;
  #isClosed = false;
  #trouble: Error | undefined;
  #failures = 0;
  #begunAt = -Infinity;
  /** Of the next write. */
  #timer: NodeJS.Timeout | undefined;

  constructor(private readonly options: StoreWriterOptions) {
    this.#written = options.written;
    this.#newest = options.written;
  }

  /** Number of the newest event that is on disk. */
  get written(): number {
    return this.#written;
  }

  /** Takes a group, which is written as one. */
  add(group: readonly RunEvent[]): void {
    const last = group.at(-1);
    if (!last) return;
    this.#groups.push(group);
    this.#newest = last.sequence;
    if (this.#trouble) this.options.show(group);
    else this.#request();
  }

  /** Resolves when all that was added before is on disk. @throws what the store said where it cannot write */
  flushed(): Promise<void> {
    if (this.#written >= this.#newest) return Promise.resolve();
    return new Promise((resolve, reject) => {
      this.#waiters.add({ upTo: this.#newest, resolve, reject });
      this.#request();
    });
  }

  /** Tries once more to write what is left, and then no more. @throws what the store said */
  async close(): Promise<void> {
    // A write under way is no attempt of this one; what it fails with, the next meets too.
    if (this.#isWriting) await this.flushed().catch(() => undefined);
    this.#isClosed = true;
    await this.flushed();
  }

  /** Begins a write, or sees to it that one begins when it is time. */
  #request(): void {
    if (this.#isWriting) return;
    const mayWait = this.#waiters.size === 0 && this.#newest - this.#written < maxBatchEvents;
    const waitMs = mayWait ? this.#begunAt + gatherMs - performance.now() : 0;
    if (waitMs > 0) this.#timer ??= setTimeout(() => this.#begin(), waitMs);
    else this.#begin();
  }

  #begin(): void {
    this.#isWriting = true;
    clearTimeout(this.#timer);
    this.#timer = undefined;
    // What is added in this turn goes along.
    queueMicrotask(() => this.#write());
  }

  #write(): void {
    this.#begunAt = performance.now();
    const batch = this.#batch();
    this.options.store.append(batch.events).then(
      () => {
        this.#isWriting = false;
        this.#groups.splice(0, batch.groups);
        this.#succeed(batch.events);
        if (this.#groups.length > 0) this.#request();
      },
      (error: unknown) => {
        this.#isWriting = false;
        this.#fail(error instanceof Error ? error : new Error(String(error)));
      },
    );
  }

  #batch(): { readonly events: readonly RunEvent[]; readonly groups: number } {
    const events: RunEvent[] = [];
    let groups = 0;
    for (const group of this.#groups) {
      if (groups > 0 && events.length + group.length > maxBatchEvents) break;
      events.push(...group);
      groups++;
    }
    return { events, groups };
  }

  #succeed(events: readonly RunEvent[]): void {
    this.#written = events.at(-1)?.sequence ?? this.#written;
    this.#failures = 0;
    for (const waiter of this.#waiters) {
      if (waiter.upTo > this.#written) continue;
      this.#waiters.delete(waiter);
      waiter.resolve();
    }
    this.options.show(events);
    if (!this.#trouble) return;
    this.#trouble = undefined;
    this.options.troubled?.(undefined);
  }

  #fail(failure: Error): void {
    const isNew = !this.#trouble;
    this.#trouble = failure;
    this.#failures++;
    for (const waiter of this.#waiters) waiter.reject(failure);
    this.#waiters.clear();
    if (!this.#isClosed) {
      this.#timer = setTimeout(() => this.#begin(), backoffMs(this.#failures, retry)).unref();
    }
    if (!isNew) return;
    for (const group of [...this.#groups]) this.options.show(group);
    this.options.troubled?.(failure);
  }
}
