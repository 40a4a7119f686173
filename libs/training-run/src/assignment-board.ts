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

/** What becomes of a result. */
export type Acceptance =
  | {
      readonly kind: "accepted";
      readonly revoked: readonly { readonly worker: string; readonly node: TreeNode }[];
    }
  /** The range was counted before. */
  | { readonly kind: "duplicate" }
  /** The lease was lost and others compute the range in another cut. */
  | { readonly kind: "stale" }
  /** The worker was never given this range. */
  | { readonly kind: "unsolicited" };

/** Who computes which micro-batch of one round. Each is held by at most one worker and counted exactly once. */
export class AssignmentBoard {
  readonly #states: MicroBatchState[];
  #holdings: Holding[] = [];
  #doneCount = 0;

  /** @param total micro-batches of the round */
  constructor(readonly total: number) {
    this.#states = Array.from({ length: total }, () => "pending");
  }

  /** Micro-batches that nobody computes, in order. */
  get pending(): number[] {
    return this.#states.flatMap((state, index) => (state === "pending" ? [index] : []));
  }

  get complete(): boolean {
    return this.#doneCount === this.total;
  }

  /** Gives a range to a worker. @throws RangeError where part of it is not pending */
  hold(worker: string, node: TreeNode): void {
    for (const index of indicesOf(node)) {
      if (this.#states[index] !== "pending")
        throw new RangeError(`micro-batch ${index} is ${this.#states[index] ?? "unknown"}`);
    }
    this.#mark(node, "held");
    this.#holdings.push({ worker, node, active: true });
  }

  /** Whether the worker holds anything. */
  holds(worker: string): boolean {
    return this.#holdings.some((holding) => holding.active && holding.worker === worker);
  }

  /** Takes back all that the worker holds; the ranges are pending again. */
  release(worker: string): TreeNode[] {
    const lost = this.#holdings.filter((holding) => holding.active && holding.worker === worker);
    for (const holding of lost) this.#end(holding, "pending");
    return lost.map((holding) => holding.node);
  }

  /**
   * Counts a result if it is the first for its range. One that comes after its lease expired still counts, unless
   * somebody has been given a range that it would only partly cover: equal bits make either as good.
   */
  accept(worker: string, node: TreeNode): Acceptance {
    const own = this.#holdings.findLast((holding) => holding.worker === worker && isSame(holding.node, node));
    if (!own) return { kind: "unsolicited" };
    if (indicesOf(node).some((index) => this.#states[index] === "done")) return { kind: "duplicate" };
    const others = this.#holdings.filter(
      (other) => other.active && other !== own && overlap(other.node, node),
    );
    if (others.some((other) => !contains(node, other.node))) return { kind: "stale" };
    for (const other of others) this.#end(other, "done");
    own.active = false;
    this.#mark(node, "done");
    this.#doneCount += node.count;
    return { kind: "accepted", revoked: others.map((other) => ({ worker: other.worker, node: other.node })) };
  }

  #end(holding: Holding, state: MicroBatchState): void {
    holding.active = false;
    this.#mark(holding.node, state);
  }

  #mark(node: TreeNode, state: MicroBatchState): void {
    this.#states.fill(state, node.first, node.first + node.count);
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
