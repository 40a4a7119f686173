import type { TreeNode } from "@lockstep/reduction";
import type { RunEventBody } from "@lockstep/telemetry";
import type { DurableCommand } from "@lockstep/durable-run";
import type { RunInspection } from "@lockstep/training-run";
import type { Scenario } from "../scenario/scenario.js";
import type { CoordinatorInput } from "../world/coordinator-life.js";
import { checkBoards } from "./board-check.js";
import { LeaseChecks } from "./lease-checks.js";
import { Violation } from "./violation.js";

/** What a life of the state machine must hold to, input by input. */
export class MachineChecks {
  #isFinished = false;
  readonly #quarantined = new Set<string>();
  #isPaused = false;
  /** Who was given work by an input, unless the run turns out to go on by it: events are told at its end. */
  #givenInPause: string | undefined;
  /** What an input of another incarnation than the current one must leave as it is. */
  #unchanged: string | undefined;
  readonly #incarnations = new Map<string, number>();
  readonly #leases: LeaseChecks;

  /** @param mayFail workers that may be quarantined: they lie, or cannot compute */
  constructor(
    private readonly scenario: Scenario,
    leaseDurationMs: number,
    private readonly mayFail: (worker: string) => boolean,
  ) {
    this.#leases = new LeaseChecks(leaseDurationMs);
  }

  before(input: CoordinatorInput, view: () => RunInspection): void {
    const isOld = this.#isOld(input);
    this.#unchanged = isOld ? untouchedBy(input, view()) : undefined;
    if (!isOld) this.#leases.heard(input);
  }

  command(command: DurableCommand, view: () => RunInspection): void {
    if (command.type === "finish") this.#isFinished = true;
    if (command.type !== "assign") return;
    if (this.#isPaused) this.#givenInPause = command.worker;
    this.#checkCredit(command.worker, view());
    const { minWorkers } = this.scenario;
    const live = liveIn(view());
    if (live < minWorkers)
      throw new Violation("places", `work is given out with ${live} of at least ${minWorkers} workers`);
    const member = view().members.find(({ worker }) => worker === command.worker);
    if (this.#quarantined.has(command.worker))
      throw new Violation("quarantine", `${command.worker} is given work, and was quarantined`);
    if (member?.state !== "live")
      throw new Violation(
        "leases",
        `${command.worker} is given work, and is ${member?.state ?? "not there"}`,
      );
  }

  told(event: RunEventBody): void {
    if (event.type === "run-paused") this.#isPaused = true;
    if (event.type === "run-continued") {
      this.#isPaused = false;
      this.#givenInPause = undefined;
    }
    if (event.type === "worker-quarantined") this.#quarantined.add(event.workerId);
    if (event.type === "worker-quarantined" && !this.mayFail(event.workerId))
      throw new Violation("quarantine", `${event.workerId} did nothing wrong: ${event.reason}`);
    if (event.type === "audit-disagreed" && !event.workerIds.some((worker) => this.mayFail(worker)))
      throw new Violation(
        "quarantine",
        `audits found ${event.workerIds.join(" and ")} to disagree, and both are honest`,
      );
  }

  after(input: CoordinatorInput, view: RunInspection): void {
    if (this.#givenInPause !== undefined)
      throw new Violation("pause", `${this.#givenInPause} is given work while the run is paused`);
    if (this.#unchanged !== undefined && this.#unchanged !== untouchedBy(input, view)) {
      const change = `${this.#unchanged} to ${untouchedBy(input, view)}`;
      throw new Violation("incarnations", `${input.type} of an older incarnation changed ${change}`);
    }
    if (this.#isFinished) return;
    checkBoards(view, this.scenario.workers.length);
    this.#checkMembers(view);
    this.#leases.after(input, view);
  }

  #checkMembers({ members, rounds }: RunInspection): void {
    const { maxWorkers = Infinity } = this.scenario;
    const live = liveIn({ members });
    if (live > maxWorkers)
      throw new Violation("places", `${live} workers are live, of at most ${maxWorkers}`);
    const holders = rounds.flatMap(({ holdings }) =>
      holdings.filter(({ state }) => state === "active").map(({ worker }) => worker),
    );
    const idle = members.find(({ worker, state }) => state === "leaving" && !holders.includes(worker));
    if (idle) throw new Violation("drain", `${idle.worker} leaves, holds nothing, and is not let go`);
  }

  /** Notes who joins; tells whether an input is of another incarnation than its worker's current one. */
  #isOld(input: CoordinatorInput): boolean {
    if (!("incarnation" in input)) return false;
    const { worker, incarnation } = input;
    const known = this.#incarnations.get(worker) ?? 0;
    if (input.type === "worker-joined" && incarnation > known) {
      this.#incarnations.set(worker, incarnation);
      return false;
    }
    return incarnation !== known;
  }

  /** One range is always allowed, unless the credit is 0. */
  #checkCredit(worker: string, { members, rounds }: RunInspection): void {
    const credit = members.find((member) => member.worker === worker)?.credit ?? 0;
    const held = rounds.flatMap((round) =>
      round.holdings
        .filter((holding) => holding.worker === worker && holding.state === "active")
        .map(({ node }) => rowsOf(round, node)),
    );
    const sequences = sum(held);
    if (credit === 0 || (sequences > credit && held.length > 1)) {
      throw new Violation(
        "credit",
        `${worker} is to hold ${sequences} sequences in ${held.length} ranges, with a credit of ${credit}`,
      );
    }
  }
}

/** The worker's membership, and what counts. (That time has gone on may have others be given work.) */
function untouchedBy(input: CoordinatorInput, { members, rounds }: RunInspection): string {
  const worker = "worker" in input ? input.worker : undefined;
  const own = members.filter((member) => member.worker === worker);
  const membership = own.map(({ incarnation, state, heardAt, credit }) => ({
    incarnation,
    state,
    heardAt,
    credit,
  }));
  const counts = rounds.map(({ round, states }) => [
    round,
    states.filter((state) => state === "done").length,
  ]);
  return JSON.stringify({ membership, counts });
}

function liveIn({ members }: Pick<RunInspection, "members">): number {
  return members.filter(({ state }) => state === "live").length;
}

/** Sequences of a range. */
function rowsOf(
  { microBatchSize, sequences }: RunInspection["rounds"][number],
  { first, count }: TreeNode,
): number {
  return Math.min((first + count) * microBatchSize, sequences) - first * microBatchSize;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
