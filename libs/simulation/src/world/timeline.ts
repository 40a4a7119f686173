/** A process of the simulated world: what it does waits while it stands still, and never happens once it is dead. */
export interface Process {
  readonly name: string;
  alive: boolean;
  /** Simulated time until which it stands still (SIGSTOP, a pause of its collector, a machine that sleeps). */
  pausedUntil: number;
}

interface Entry {
  readonly time: number;
  /** Place among entries of one time. */
  readonly order: number;
  readonly owner: Process | undefined;
  readonly happen: () => void;
}

/** Everything that will happen, in the order of simulated time, in milliseconds. */
export class Timeline {
  now = 0;
  #order = 0;
  readonly #heap: Entry[] = [];

  /** @param owner whose doing it is; absent: the world's */
  at(time: number, owner: Process | undefined, happen: () => void): void {
    this.#push({ time: Math.max(time, this.now), order: this.#order++, owner, happen });
  }

  after(delay: number, owner: Process | undefined, happen: () => void): void {
    this.at(this.now + delay, owner, happen);
  }

  /** Lets the next thing happen. False where nothing is left. */
  step(): boolean {
    for (let entry = this.#pop(); entry; entry = this.#pop()) {
      const { owner, time, happen } = entry;
      if (owner && !owner.alive) continue;
      if (owner && owner.pausedUntil > time) {
        // In the order in which it would have happened.
        this.at(owner.pausedUntil, owner, happen);
        continue;
      }
      this.now = time;
      happen();
      return true;
    }
    return false;
  }

  /** Things that are to happen. */
  get length(): number {
    return this.#heap.length;
  }

  #push(entry: Entry): void {
    const heap = this.#heap;
    let at = heap.length;
    heap.push(entry);
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (isBefore(heap[parent] as Entry, entry)) break;
      heap[at] = heap[parent] as Entry;
      at = parent;
    }
    heap[at] = entry;
  }

  #pop(): Entry | undefined {
    const heap = this.#heap;
    const first = heap[0];
    const last = heap.pop();
    if (!last || last === first) return first;
    let at = 0;
    for (;;) {
      let child = 2 * at + 1;
      if (child >= heap.length) break;
      const right = heap[child + 1];
      if (right && isBefore(right, heap[child] as Entry)) child++;
      if (isBefore(last, heap[child] as Entry)) break;
      heap[at] = heap[child] as Entry;
      at = child;
    }
    heap[at] = last;
    return first;
  }
}

function isBefore(a: Entry, b: Entry): boolean {
  return a.time < b.time || (a.time === b.time && a.order < b.order);
}
