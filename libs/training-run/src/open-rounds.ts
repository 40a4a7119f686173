import type { TreeNode } from "@lockstep/reduction";
import { RoundInProgress } from "./round-in-progress.js";
import { roundSchedule, type RunShape } from "./round-schedule.js";
import type { Round } from "./round.js";
import type { RunCommand } from "./run-messages.js";
import { divideWork, type Share } from "./work-division.js";

/**
 * The rounds that are computed: the current one, and the next, whose data travel ahead while only the parameters are
 * waited for.
 */
export class OpenRounds {
  #current: RoundInProgress | undefined;
  #next: RoundInProgress | undefined;
  readonly #schedule: Generator<Round, undefined>;

  constructor(shape: RunShape) {
    this.#schedule = roundSchedule(shape);
  }

  /** Opens the first two. */
  start(): void {
    this.#current = this.#plan();
    this.#next = this.#plan();
  }

  /** The next becomes the current one. */
  advance(): void {
    this.#current = this.#next;
    this.#next = this.#plan();
  }

  /** Undefined when all rounds are done. */
  get current(): RoundInProgress | undefined {
    return this.#current;
  }

  get next(): RoundInProgress | undefined {
    return this.#next;
  }

  /** Both, where they are there. */
  get all(): RoundInProgress[] {
    return [this.#current, this.#next].filter((progress) => progress !== undefined);
  }

  byNumber(round: number): RoundInProgress | undefined {
    return this.all.find((progress) => progress.round.number === round);
  }

  /** Whether the round was committed before. */
  isPast(round: number): boolean {
    return this.#current !== undefined && round < this.#current.round.number;
  }

  get hasPending(): boolean {
    return this.all.some(({ board }) => board.hasPending);
  }

  isHeld(worker: string): boolean {
    return this.all.some(({ board }) => board.isHeld(worker));
  }

  /** What the worker held is pending again. Gives the number of micro-batches. */
  release(worker: string): number {
    return countOf(this.all.flatMap(({ board }) => board.release(worker)));
  }

  /** Gives all that is pending to workers, in proportion to their weights. */
  *assignPending(shares: readonly Share[]): Generator<RunCommand, void> {
    for (const { board, round } of this.all) {
      if (!board.hasPending) continue;
      for (const { worker, node } of divideWork(board.pending, board.total, shares)) {
        board.hold(worker, node);
        yield { type: "assign", worker, round, node };
      }
    }
  }

  /** Takes back what a worker holds of the next round, and tells it. */
  *revokeNext(worker: string): Generator<RunCommand, void> {
    if (!this.#next) return;
    for (const node of this.#next.board.release(worker))
      yield { type: "revoke", worker, round: this.#next.round, node };
  }

  #plan(): RoundInProgress | undefined {
    const { value: round } = this.#schedule.next();
    return round && new RoundInProgress(round);
  }
}

function countOf(nodes: readonly TreeNode[]): number {
  return nodes.reduce((sum, node) => sum + node.count, 0);
}
