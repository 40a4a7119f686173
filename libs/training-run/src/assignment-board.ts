import type { TreeNode } from "@lockstep/reduction";

/** Why a worker was given a range. */
export type Role =
  | "primary" // it was pending; nobody else has it
  | "speculative" // another has it too, and is late or shall be compared in speed
  | "audit"; // another computes it too, and the bits are compared

/** What became of a range that a worker was given. */
export type HoldingState =
  | "active" // the worker computes it under its lease
  | "answered" // its result came and waits for a second one of the same bits; the range is nobody else's to take
  | "over"; // taken back, lost with the lease, or settled. A result may still come, and count

/** A range that a worker was given, in its present incarnation. */
export interface Holding {
  readonly worker: string;
  readonly node: TreeNode;
  readonly role: Role;
  /** When it was given, in milliseconds. */
  readonly since: number;
  readonly state: HoldingState;
}

type Given = { -readonly [Key in keyof Holding]: Holding[Key] };

/** What a worker's result of a range is worth. */
export type Standing =
  | "first" // it counts
  | "duplicate" // the range, or a part of it, was counted before
  | "unsolicited"; // the worker was never given this range

/** A micro-batch: done, or held by whoever is listed, or pending where nobody is. */
interface Place {
  done: boolean;
  /** Active and answered ones. */
  readonly holders: Given[];
}

/**
 * Who computes which micro-batch of one round. Several workers may hold one at once; it is counted exactly once, by the
 * first result that counts.
 */
export class AssignmentBoard {
  readonly #places: Place[];
  /** By worker and node, also what is over: the newest of each. */
  readonly #given = new Map<string, Map<number, Given>>();
  /** Micro-batches that each worker computes. */
  readonly #loads = new Map<string, number>();
  #pendingCount: number;
  #doneCount = 0;

  /** @param total micro-batches of the round */
  constructor(readonly total: number) {
    this.#places = Array.from({ length: total }, () => ({ done: false, holders: [] }));
    this.#pendingCount = total;
  }

  /** Micro-batches that nobody computes, in order. */
  get pending(): number[] {
    return this.#places.flatMap(({ done, holders }, index) => (done || holders.length > 0 ? [] : [index]));
  }

  get hasPending(): boolean {
    return this.#pendingCount > 0;
  }

  get pendingCount(): number {
    return this.#pendingCount;
  }

  get doneCount(): number {
    return this.#doneCount;
  }

  get complete(): boolean {
    return this.#doneCount === this.total;
  }

  /** Whether nothing of it was begun. */
  get isUntouched(): boolean {
    return this.#pendingCount === this.total;
  }

  /** Whether the worker computes anything of it; without one, whether anybody does. */
  isHeld(worker?: string): boolean {
    return worker === undefined ? this.#loads.size > 0 : this.#loads.has(worker);
  }

  /** Micro-batches that the worker computes. */
  loadOf(worker: string): number {
    return this.#loads.get(worker) ?? 0;
  }

  /** Who computes, or has answered, a micro-batch. */
  holdersOf(microBatch: number): readonly Holding[] {
    return this.#places[microBatch]?.holders ?? [];
  }

  isDone(microBatch: number): boolean {
    return this.#places[microBatch]?.done ?? false;
  }

  /** Active and answered ones, by their first micro-batches. */
  get holdings(): Holding[] {
    return this.#places.flatMap(({ holders }, index) => holders.filter(({ node }) => node.first === index));
  }

  /** What the worker was last given as that range, whatever became of it. */
  holdingOf(worker: string, node: TreeNode): Holding | undefined {
    const holding = this.#given.get(worker)?.get(this.#keyOf(node));
    return holding?.node.first === node.first ? holding : undefined;
  }

  /**
   * Gives a range to a worker.
   * @throws RangeError where a part is done or, for a primary one, not pending, or where the worker computes a part
   */
  give(worker: string, node: TreeNode, role: Role, since: number): Holding {
    for (let index = node.first; index < node.first + node.count; index++) this.#check(index, worker, role);
    const holding: Given = { worker, node, role, since, state: "active" };
    const before = this.#given.get(worker);
    const own = before ?? new Map<number, Given>();
    if (!before) this.#given.set(worker, own);
    own.set(this.#keyOf(node), holding);
    this.#cover(holding);
    return holding;
  }

  /** What a result would be worth; one that comes after its lease expired may count as well. */
  standing(worker: string, node: TreeNode): Standing {
    if (!this.holdingOf(worker, node)) return "unsolicited";
    for (let index = node.first; index < node.first + node.count; index++)
      if (this.#places[index]?.done) return "duplicate";
    return "first";
  }

  /** Keeps a range for its worker, whose result waits to be compared. */
  markAnswered(holding: Holding): void {
    const given = holding as Given;
    if (given.state === "over") this.#cover(given);
    if (given.state !== "answered") this.#changeLoad(given, -1);
    given.state = "answered";
  }

  /**
   * Counts a range. Gives whose work is settled by it: what else those held is pending, where nobody else has it.
   * @throws RangeError where a part of it was counted before
   */
  accept(holding: Holding): Holding[] {
    const { worker, node } = holding;
    const settled: Given[] = [];
    for (let index = node.first; index < node.first + node.count; index++) {
      const place = this.#places[index];
      if (!place || place.done)
        throw new RangeError(`[${node.first}, +${node.count}) of ${worker} does not count`);
      for (const other of place.holders)
        if (other !== holding && !settled.includes(other)) settled.push(other);
    }
    const active = settled.filter(({ state }) => state === "active");
    for (const given of settled) this.#end(given);
    this.#end(holding);
    for (let index = node.first; index < node.first + node.count; index++)
      (this.#places[index] as Place).done = true;
    this.#pendingCount -= node.count;
    this.#doneCount += node.count;
    return active;
  }

  /** Takes back all that the worker computes. Its results count still, if they come. */
  release(worker: string): Holding[] {
    if (!this.#loads.has(worker)) return [];
    return this.#endAll(
      [...(this.#given.get(worker)?.values() ?? [])].filter(({ state }) => state === "active"),
    );
  }

  /** Takes back all that anybody computes. */
  releaseAll(): Holding[] {
    return this.#endAll(this.holdings.filter(({ state }) => state === "active"));
  }

  /** Takes back one range. */
  takeBack(holding: Holding): void {
    this.#end(holding);
  }

  /** Takes back all that the worker computes; no result of its past counts any more. What it answered stays. */
  forget(worker: string): Holding[] {
    const lost = this.release(worker);
    this.#given.delete(worker);
    return lost;
  }

  #check(index: number, worker: string, role: Role): void {
    const place = this.#places[index];
    if (!place || place.done) throw new RangeError(`micro-batch ${index} is ${place ? "done" : "unknown"}`);
    if (role === "primary" && place.holders.length > 0) throw new RangeError(`micro-batch ${index} is held`);
    if (place.holders.some((other) => other.worker === worker && other.state === "active"))
      throw new RangeError(`micro-batch ${index} is held by ${worker} already`);
  }

  #endAll(holdings: readonly Given[]): Holding[] {
    for (const holding of holdings) this.#end(holding);
    return [...holdings];
  }

  #cover(holding: Given): void {
    const { first, count } = holding.node;
    for (let index = first; index < first + count; index++) {
      const { holders } = this.#places[index] as Place;
      if (holders.length === 0) this.#pendingCount--;
      holders.push(holding);
    }
    holding.state = "active";
    this.#changeLoad(holding, 1);
  }

  #end(holding: Given): void {
    if (holding.state === "over") return;
    if (holding.state === "active") this.#changeLoad(holding, -1);
    holding.state = "over";
    const { first, count } = holding.node;
    for (let index = first; index < first + count; index++) {
      const { holders, done } = this.#places[index] as Place;
      holders.splice(holders.indexOf(holding), 1);
      if (holders.length === 0 && !done) this.#pendingCount++;
    }
  }

  #changeLoad({ worker, node }: Holding, sign: 1 | -1): void {
    const load = this.loadOf(worker) + sign * node.count;
    if (load > 0) this.#loads.set(worker, load);
    else this.#loads.delete(worker);
  }

  #keyOf({ first, count }: TreeNode): number {
    return first * (this.total + 1) + count;
  }
}
