import type { TreeNode } from "@lockstep/reduction";
import type { Holding } from "./assignment-board.js";
import type { Audits } from "./audits.js";
import type { RosterMember } from "./roster.js";
import type { RoundInProgress } from "./round-in-progress.js";
import { emit } from "./run-messages.js";
import { assign, roomOf, startOf, workOf, type Commands, type RunParts } from "./run-parts.js";
import { shareOf } from "./shares.js";
import { divideWork, type Share } from "./work-division.js";

/** A straggler is left at least this long. */
const leastPatienceMs = 50;
/** So many times as fast must a newly idle worker be, for what is due to be found anew. */
const clearlyFaster = 1.25;

/** Micro-batches that one worker holds and is late with. */
interface Late {
  readonly straggler: Holding;
  readonly microBatches: number[];
}

/** What a look at the current round found. */
interface Findings {
  readonly late: readonly Late[];
  /** When more would be found, if nobody answers. */
  readonly nextDue: number;
}

/** Gives what stragglers hold of the current round to idle workers as well: the first result counts. */
export class Speculation {
  /** Undefined: to be found anew. */
  #due: number | undefined;
  /** Speed of the fastest idle worker that it was found with. */
  #fastest = 0;
  /** What was late then was given out, or nobody can take it as things are. */
  #actedAt = -Infinity;
  /** Something was late that nobody could take. */
  #hasLeft = false;

  constructor(
    private readonly parts: RunParts,
    private readonly audits: Audits,
  ) {}

  /** Somebody was given something, or came, or went: what is due is to be found anew. */
  disturb(): void {
    this.#due = undefined;
    this.#actedAt = -Infinity;
  }

  /** The worker may be idle now: the first, or a faster one than those who were. */
  answered(worker: string): void {
    if (this.#hasLeft) this.disturb();
    if (this.#due === undefined) return;
    const member = this.parts.roster.get(worker);
    const speed = member && this.parts.roster.speedOf(member);
    if (this.#due === Infinity || (speed !== undefined && speed > clearlyFaster * this.#fastest))
      this.#due = undefined;
  }

  /** A time before which nothing is due, in milliseconds. After it was acted on it is a later one. */
  get deadline(): number {
    return (this.#due ??= this.#look(this.#actedAt).nextDue);
  }

  /** Gives out what is late. */
  *act(time: number): Commands {
    if (time < this.deadline) return;
    this.#due = undefined;
    this.#actedAt = time;
    this.#hasLeft = false;
    const { current } = this.parts.rounds;
    if (!current) return;
    for (const { straggler, microBatches } of this.#look(time).late) {
      const whole = this.audits.wants(current, straggler.node);
      const parts = whole
        ? this.#wholeFor(current, straggler.node)
        : divideWork(microBatches, current.board.total, this.#idleShares(current));
      const given = parts.reduce((sum, { node }) => sum + node.count, 0);
      if (given < microBatches.length) this.#hasLeft = true;
      for (const { worker, node } of parts) yield* this.#give(current, straggler, { worker, node }, time);
    }
  }

  *#give(
    progress: RoundInProgress,
    straggler: Holding,
    part: { readonly worker: string; readonly node: TreeNode },
    time: number,
  ): Commands {
    yield* assign(this.parts, progress, { ...part, role: "speculative" }, time);
    yield emit({
      type: "speculated",
      workerId: part.worker,
      straggler: straggler.worker,
      round: progress.round.number,
      microBatches: part.node.count,
    });
  }

  /**
   * Live workers that hold nothing of the current round and may be given something; those that others overtook only
   * where there is no other.
   */
  #idle(progress: RoundInProgress): RosterMember[] {
    const reliable: RosterMember[] = [];
    const overtaken: RosterMember[] = [];
    for (const member of this.parts.roster.live) {
      if (progress.board.isHeld(member.worker) || roomOf(this.parts, member, progress) === 0) continue;
      (member.overtaken ? overtaken : reliable).push(member);
    }
    return reliable.length > 0 ? reliable : overtaken;
  }

  #idleShares(progress: RoundInProgress): Share[] {
    return this.#idle(progress).map((member) => shareOf(this.parts, member, progress));
  }

  /** An audited range keeps its cut: the fastest of the idle who have not answered it. */
  #wholeFor(progress: RoundInProgress, node: TreeNode): { worker: string; node: TreeNode }[] {
    const holders = new Set(progress.board.holdersOf(node.first).map(({ worker }) => worker));
    const shares = this.#idleShares(progress).filter(({ worker }) => !holders.has(worker));
    if (shares.length === 0) return [];
    const { worker } = shares.reduce((best, share) => (share.speed > best.speed ? share : best));
    return [{ worker, node }];
  }

  #look(time: number): Findings {
    const { current } = this.parts.rounds;
    // What is pending as well nobody has room for but, perhaps, those who are given no more than what others are late with.
    if (!current?.board.isHeld()) return nothing;
    const idle = this.#idle(current);
    if (idle.length === 0) return nothing;
    return this.#lateOf(current, idle, time);
  }

  #lateOf(progress: RoundInProgress, idle: readonly RosterMember[], time: number): Findings {
    const { board } = progress;
    const { roster } = this.parts;
    const late: Late[] = [];
    this.#fastest = 0;
    for (const member of idle) this.#fastest = Math.max(this.#fastest, roster.speedOf(member) ?? 0);
    let nextDue = Infinity;
    for (let microBatch = 0; microBatch < board.total; microBatch++) {
      const holders = board.holdersOf(microBatch);
      const straggler = holders.find(({ state }) => state === "active");
      if (!straggler || this.#isRefused(progress, straggler, idle)) continue;
      let due = -Infinity;
      for (const holding of holders)
        if (holding.state === "active") due = Math.max(due, this.#overdueAt(holding, progress));
      if (due > time) {
        nextDue = Math.min(nextDue, due);
        continue;
      }
      const last = late.at(-1);
      if (last?.straggler === straggler) last.microBatches.push(microBatch);
      else late.push({ straggler, microBatches: [microBatch] });
    }
    return { late, nextDue };
  }

  /** Whether it is an audited range that all who are idle have answered. */
  #isRefused(progress: RoundInProgress, { node }: Holding, idle: readonly RosterMember[]): boolean {
    if (!this.audits.wants(progress, node)) return false;
    const holders = progress.board.holdersOf(node.first).map(({ worker }) => worker);
    return idle.every(({ worker }) => holders.includes(worker));
  }

  /** Twice what the fastest idle worker needs for it, from when its holder could begin. */
  #overdueAt(holding: Holding, { round }: RoundInProgress): number {
    const { roster, run } = this.parts;
    const speed = this.#fastest;
    const member = roster.get(holding.worker);
    if (!member) return -Infinity;
    // Where no speed is known at all, only a worker that seems to hang is taken for a straggler.
    const patience = speed > 0 ? (2 * workOf(run, round, holding.node)) / speed : run.leaseDurationMs;
    return startOf(holding, member) + Math.max(patience, leastPatienceMs);
  }
}

const nothing: Findings = { late: [], nextDue: Infinity };
