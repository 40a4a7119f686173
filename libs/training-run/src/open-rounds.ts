import type { Holding } from "./assignment-board.js";
import { CarriedStates } from "./carried-states.js";
import { RoundInProgress } from "./round-in-progress.js";
import type { RoundSchedule } from "./round-schedule.js";
import type { Round } from "./round.js";
import type { RunDefinition } from "./run-definition.js";

/**
 * The rounds that are computed: the current one, and the next, whose data travel ahead while only the parameters are
 * waited for. A round that starts from the states of the one before is not opened ahead.
 */
export class OpenRounds {
  #current: RoundInProgress | undefined;
  #next: RoundInProgress | undefined;
  /** The round after those that are open. */
  #planned: Round | undefined;

  /**
   * @param states that the first round starts from, (its sequences, plan.stateSize); undefined: zeros, or none
   * @param spent see {@link RunDefinition.spent}
   */
  constructor(
    private readonly schedule: RoundSchedule,
    private states: Float32Array | undefined,
    private readonly spent: RunDefinition["spent"],
  ) {}

  /** Opens the first two. */
  start(): void {
    this.#planned = this.schedule.next();
    this.#current = this.#open(this.#planned && this.states && new CarriedStates(this.#planned, this.states));
    this.states = undefined;
    this.#openAhead();
  }

  /** Number of the current round; of the first before the start, and of one that never comes after the last. */
  get position(): number {
    return this.#current?.round.number ?? this.schedule.position;
  }

  /** What the current round starts from, where it carries states. They do not change. */
  get statesBefore(): Float32Array | undefined {
    return this.#current?.statesBefore?.values ?? this.states;
  }

  /** The next becomes the current one. */
  advance(): void {
    const states = this.#current?.statesAfter;
    this.#current = this.#next ?? this.#open(states);
    this.#next = undefined;
    this.#openAhead();
  }

  /** Drops all further rounds of training; the test is what follows. Nobody may hold anything of them. */
  endTraining(steps: number, epochs: number): void {
    this.schedule.endTraining(steps, epochs);
    this.#next = undefined;
    this.#planned = this.schedule.next();
  }

  /** Undefined when all rounds are done. */
  get current(): RoundInProgress | undefined {
    return this.#current;
  }

  /** The round whose data travel ahead; undefined where none is open. */
  get next(): RoundInProgress | undefined {
    return this.#next;
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
    if (this.#current?.round.number === round) return this.#current;
    return this.#next?.round.number === round ? this.#next : undefined;
  }

  /** Whether the round was committed (or dropped) before. */
  isPast(round: number): boolean {
    return this.#current !== undefined && round < this.#current.round.number;
  }

  get hasPending(): boolean {
    return (this.#current?.board.hasPending ?? false) || (this.#next?.board.hasPending ?? false);
  }

  isHeld(worker: string): boolean {
    return (this.#current?.board.isHeld(worker) ?? false) || (this.#next?.board.isHeld(worker) ?? false);
  }

  /** What the worker computes is pending again, where nobody else has it. Gives the number of its micro-batches. */
  release(worker: string): number {
    return countOf(this.all.flatMap(({ board }) => board.release(worker)));
  }

  /** The same, and no result counts any more that it was asked for. */
  forget(worker: string): number {
    return countOf(this.all.flatMap(({ board }) => board.forget(worker)));
  }

  /** Takes the planned round up. */
  #open(states: RoundInProgress["statesAfter"]): RoundInProgress | undefined {
    const round = this.#planned;
    this.#planned = this.schedule.next();
    return (
      round && new RoundInProgress(round, round.startsFrom === "carried" ? states : undefined, this.spent)
    );
  }

  #openAhead(): void {
    if (this.#planned?.startsFrom !== "carried") this.#next = this.#open(undefined);
  }
}

function countOf(holdings: readonly Holding[]): number {
  return holdings.reduce((sum, { node }) => sum + node.count, 0);
}
