import type { TreeNode } from "@lockstep/reduction";
import { RoundInProgress } from "./round-in-progress.js";
import type { RoundSchedule } from "./round-schedule.js";
import type { Round } from "./round.js";
import type { RunCommand } from "./run-messages.js";
import { divideWork, type Share } from "./work-division.js";

/**
 * The rounds that are computed: the current one, and the next, whose data travel ahead while only the parameters are
 * waited for. A round that starts from the states of the one before is not opened ahead.
 */
export class OpenRounds {
  #current: RoundInProgress | undefined;
  #next: RoundInProgress | undefined;
  /** The round after those that are open. */
  #planned: Round | undefined;

  constructor(private readonly schedule: RoundSchedule) {}

  /** Opens the first two. */
  start(): void {
    this.#planned = this.schedule.next();
    this.#current = this.#open(undefined);
    this.#openAhead();
  }

  /** The next becomes the current one. */
  advance(): void {
    const states = this.#current?.statesAfter;
    this.#current = this.#next ?? this.#open(states);
    this.#next = undefined;
    this.#openAhead();
  }

  /** Drops all further rounds of training; the test is what follows. */
  *endTraining(steps: number, epochs: number): Generator<RunCommand, void> {
    if (this.following?.part !== "train") return;
    if (this.#next) {
      const { board, round } = this.#next;
      for (const { worker, node } of board.releaseAll()) yield { type: "revoke", worker, round, node };
    }
    this.schedule.endTraining(steps, epochs);
    this.#next = undefined;
    this.#planned = this.schedule.next();
  }

  /** Undefined when all rounds are done. */
  get current(): RoundInProgress | undefined {
    return this.#current;
  }

  /** The round after the current one. */
  get following(): Round | undefined {
    return this.#next?.round ?? this.#planned;
  }

  /** Both, where they are there. */
  get all(): RoundInProgress[] {
    return [this.#current, this.#next].filter((progress) => progress !== undefined);
  }

  byNumber(round: number): RoundInProgress | undefined {
    return this.all.find((progress) => progress.round.number === round);
  }

  /** Whether the round was committed (or dropped) before. */
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
    for (const progress of this.all) {
      const { board, round } = progress;
      if (!board.hasPending) continue;
      for (const { worker, node } of divideWork(board.pending, board.total, shares)) {
        board.hold(worker, node);
        const states = progress.statesBeforeOf(node);
        yield { type: "assign", worker, round, node, ...(states ? { states } : {}) };
      }
    }
  }

  /** Takes back what a worker holds of the next round, and tells it. */
  *revokeNext(worker: string): Generator<RunCommand, void> {
    if (!this.#next) return;
    for (const node of this.#next.board.release(worker))
      yield { type: "revoke", worker, round: this.#next.round, node };
  }

  /** Takes the planned round up. */
  #open(states: RoundInProgress["statesAfter"]): RoundInProgress | undefined {
    const round = this.#planned;
    this.#planned = this.schedule.next();
    return round && new RoundInProgress(round, round.startsFrom === "carried" ? states : undefined);
  }

  #openAhead(): void {
    if (this.#planned?.startsFrom !== "carried") this.#next = this.#open(undefined);
  }
}

function countOf(nodes: readonly TreeNode[]): number {
  return nodes.reduce((sum, node) => sum + node.count, 0);
}
