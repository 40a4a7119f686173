import { coveringNodes, type TreeNode } from "@lockstep/reduction";

/** What a worker can do of a round. */
export interface Share {
  readonly worker: string;
  /** In any unit; more than 0. */
  readonly speed: number;
  /** Micro-batches of the round that it computes already. */
  readonly load: number;
  /** Micro-batches that it may be given. */
  readonly room: number;
}

/** A range for a worker. */
export interface Part {
  readonly worker: string;
  readonly node: TreeNode;
}

/**
 * Divides pending micro-batches among workers, so that they finish as early as they can: each gets one stretch of the
 * list, in the workers' order, cut into nodes of the canonical tree. What nobody has room for is left out.
 * @param pending indices in ascending order
 * @param total micro-batches of the round
 */
export function divideWork(pending: readonly number[], total: number, shares: readonly Share[]): Part[] {
  const counts = countsOf(pending.length, shares);
  const parts: Part[] = [];
  let from = 0;
  shares.forEach(({ worker }, index) => {
    const count = counts[index] as number;
    if (count === 0) return;
    for (const { first, end } of stretches(pending, from, from + count))
      for (const node of coveringNodes(first, end, total)) parts.push({ worker, node });
    from += count;
  });
  return parts;
}

/** Micro-batches of each worker: one after the other goes to who would be done with it first, the first of equal ones. */
function countsOf(pending: number, shares: readonly Share[]): Int32Array {
  const counts = new Int32Array(shares.length);
  const queue = new FinishQueue(shares);
  for (let given = 0; given < pending; given++) {
    const index = queue.takeFirst();
    if (index === undefined) break;
    counts[index] = (counts[index] as number) + 1;
    queue.put(index, counts[index]);
  }
  return counts;
}

/** Workers by when each would be done with one micro-batch more: a binary heap. */
class FinishQueue {
  readonly #heap: number[] = [];
  readonly #finish: Float64Array;

  constructor(private readonly shares: readonly Share[]) {
    this.#finish = new Float64Array(shares.length);
    for (let index = 0; index < shares.length; index++) this.put(index, 0);
  }

  /** Puts a worker back that has been given so many. */
  put(index: number, given: number): void {
    const { load, room, speed } = this.shares[index] as Share;
    if (given >= room) return;
    this.#finish[index] = (load + given + 1) / speed;
    let at = this.#heap.push(index) - 1;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (!this.#isBefore(at, parent)) return;
      this.#swap(at, parent);
      at = parent;
    }
  }

  takeFirst(): number | undefined {
    const heap = this.#heap;
    const first = heap[0];
    const last = heap.pop();
    if (heap.length === 0 || last === undefined) return first;
    heap[0] = last;
    for (let at = 0; ;) {
      let least = at;
      for (const child of [2 * at + 1, 2 * at + 2])
        if (child < heap.length && this.#isBefore(child, least)) least = child;
      if (least === at) return first;
      this.#swap(at, least);
      at = least;
    }
  }

  #isBefore(a: number, b: number): boolean {
    const [one, other] = [this.#heap[a] as number, this.#heap[b] as number];
    const difference = (this.#finish[one] as number) - (this.#finish[other] as number);
    return difference < 0 || (difference === 0 && one < other);
  }

  #swap(a: number, b: number): void {
    const held = this.#heap[a] as number;
    this.#heap[a] = this.#heap[b] as number;
    this.#heap[b] = held;
  }
}

/** Runs of consecutive numbers among those from index `from` up to before `to`. */
function stretches(indices: readonly number[], from: number, to: number): { first: number; end: number }[] {
  const found: { first: number; end: number }[] = [];
  for (let at = from; at < to; at++) {
    const index = indices[at] as number;
    const last = found.at(-1);
    if (last?.end === index) last.end++;
    else found.push({ first: index, end: index + 1 });
  }
  return found;
}
