import type { RunEvent } from "./events.js";

/** The newest events of a stream; the oldest go first. */
export class EventRing {
  /** Event n is at (n - 1 - first) % capacity. */
  readonly #events: RunEvent[] = [];
  #newest: number;

  /**
   * @param capacity events that are kept
   * @param first number of the last event before the first that is added
   */
  constructor(
    private readonly capacity: number,
    private readonly first: number,
  ) {
    if (!Number.isSafeInteger(capacity) || capacity < 1) {
      throw new RangeError(`capacity: expected a whole number from 1, got ${capacity}`);
    }
    this.#newest = first;
  }

  /** Number of the oldest event that is kept; of the next one, where none is. */
  get oldest(): number {
    return this.#newest - this.#events.length + 1;
  }

  /** Adds the event whose number comes next. */
  push(event: RunEvent): void {
    this.#events[this.#place(event.sequence)] = event;
    this.#newest = event.sequence;
  }

  /** The first `limit` events after number `after`, in order; "too-old" where some of them are no longer kept. */
  since(after: number, limit: number): readonly RunEvent[] | "too-old" {
    if (after < this.oldest - 1) return "too-old";
    const count = Math.min(this.#newest - after, limit);
    if (count <= 0) return [];
    const start = this.#place(after + 1);
    const end = start + count;
    if (end <= this.capacity) return this.#events.slice(start, end);
    return [...this.#events.slice(start), ...this.#events.slice(0, end - this.capacity)];
  }

  #place(sequence: number): number {
    return (sequence - 1 - this.first) % this.capacity;
  }
}
