import type { TreeNode } from "@lockstep/reduction";

/** Where a micro-batch is. */
type MicroBatchState =
  | "pending" // nobody computes it
  | "held" // one worker holds it under a lease
  | "done"; // its result counts

/** A range that a worker was given. */
interface Holding {
  readonly worker: string;
  readonly node: TreeNode;
  /** False once the lease expired, the worker left or the result came: the range is no longer its own. */
  active: boolean;
}

/** What a worker's result of a range is worth. */
export type Standing =
  | "first" // it counts
  | "duplicate" // the range, or a part of it, was counted before
  | "stale" // the lease was lost, and others compute the range in another cut
  | "unsolicited"; // the worker was never given this range

/** Who computes which micro-batch of one round. Each is held by at most one worker and counted exactly once. */
export class AssignmentBoard {
  readonly #states: MicroBatchState[];
  readonly #holdings: Holding[] = [];
  #pendingCount: number;
  #doneCount = 0;

  /** @param total micro-batches of the round */
  constructor(readonly total: number) {
    this.#states = Array.from({ length: total }, () => "pending");
    this.#pendingCount = total;
  }

  /** Micro-batches that nobody computes, in order. */
  get pending(): number[] {
    return this.#states.flatMap((state, index) => (state === "pending" ? [index] : []));
  }

  get hasPending(): boolean {
    return this.#pendingCount > 0;
  }

  get complete(): boolean {
    return this.#doneCount === this.total;
  }

  /** Whether the worker holds anything; without one, whether anybody does. */
  isHeld(worker?: string): boolean {
    return this.#holdings.some(
      (holding) => holding.active && (worker === undefined || holding.worker === worker),
    );
  }

  /** Gives a range to a worker. @throws RangeError where part of it is not pending */
  hold(worker: string, node: TreeNode): void {
    for (const index of indicesOf(node)) {
      const state = this.#states[index] ?? "unknown";
      if (state !== "pending") throw new RangeError(`micro-batch ${index} is ${state}`);
    }
    this.#mark(node, "held");
    this.#holdings.push({ worker, node, active: true });
  }

  /** Takes back all that the worker holds; the ranges are pending again. */
  release(worker: string): TreeNode[] {
    const lost = this.#holdings.filter((holding) => holding.active && holding.worker === worker);
    return this.#release(lost).map(({ node }) => node);
  }

  /** Takes back all that anybody holds. */
  releaseAll(): { worker: string; node: TreeNode }[] {
    const lost = this.#release(this.#holdings.filter((holding) => holding.active));
    return lost.map(({ worker, node }) => ({ worker, node }));
  }

  /**
   * What a result would be worth. One that comes after its lease expired still counts, unless somebody has been given
   * a range that it would cover only in part: equal bits make either as good.
   */
  standing(worker: string, node: TreeNode): Standing {
    const own = this.#holdingOf(worker, node);
    if (!own) return "unsolicited";
    if (indicesOf(node).some((index) => this.#states[index] === "done")) return "duplicate";
    return this.#othersWith(own).every((other) => contains(node, other.node)) ? "first" : "stale";
  }

  /** Counts a result of standing "first". Gives whose ranges are settled by it. @throws RangeError for any other */
  accept(worker: string, node: TreeNode): { worker: string; node: TreeNode }[] {
    const own = this.#holdingOf(worker, node);
    if (!own || this.standing(worker, node) !== "first") {
      throw new RangeError(`[${node.first}, +${node.count}) of ${worker} does not count`);
    }
    const settled = this.#othersWith(own);
    for (const holding of [own, ...settled]) holding.active = false;
    this.#mark(node, "done");
    return settled.map((other) => ({ worker: other.worker, node: other.node }));
  }

  #release(lost: Holding[]): Holding[] {
    for (const holding of lost) {
      holding.active = false;
      this.#mark(holding.node, "pending");
    }
    return lost;
  }

  #holdingOf(worker: string, node: TreeNode): Holding | undefined {
    return this.#holdings.findLast((holding) => holding.worker === worker && isSame(holding.node, node));
  }

  #othersWith(own: Holding): Holding[] {
    return this.#holdings.filter((other) => other.active && other !== own && overlap(other.node, own.node));
  }

  #mark(node: TreeNode, state: MicroBatchState): void {
    for (const index of indicesOf(node)) {
      if (this.#states[index] === "pending") this.#pendingCount--;
      if (state === "pending") this.#pendingCount++;
      if (state === "done") this.#doneCount++;
      this.#states[index] = state;
    }
  }
}

function indicesOf(node: TreeNode): number[] {
  return Array.from({ length: node.count }, (_, index) => node.first + index);
}

function isSame(a: TreeNode, b: TreeNode): boolean {
  return a.first === b.first && a.count === b.count;
}

function overlap(a: TreeNode, b: TreeNode): boolean {
  return a.first < b.first + b.count && b.first < a.first + a.count;
}

function contains(outer: TreeNode, inner: TreeNode): boolean {
  return outer.first <= inner.first && inner.first + inner.count <= outer.first + outer.count;
}
