import { randomPurpose, RandomStream } from "@lockstep/numerics";
import type { Pace } from "@lockstep/numerics";
import type { TreeNode } from "@lockstep/reduction";
import type { Holding } from "./assignment-board.js";
import { breathing } from "./breathing.js";
import { Opinions, type Verdict } from "./opinions.js";
import type { RosterMember } from "./roster.js";
import type { RoundInProgress } from "./round-in-progress.js";
import { emit, type ResultValues } from "./run-messages.js";
import { assign, hasRoomFor, startOf, workOf, type Commands, type RunParts } from "./run-parts.js";

/** A range that counts when two results of it have the same bits. */
export interface Audit {
  readonly progress: RoundInProgress;
  readonly node: TreeNode;
  /** Of the workers that may compute it. */
  readonly fingerprint: string;
  readonly opinions: Opinions;
  toldDifference: boolean;
}

/** What is to be done about an audit. */
export type AuditState =
  | { readonly type: "settled"; readonly verdict: Verdict }
  | { readonly type: "open" } // somebody computes it, or is waited for
  | { readonly type: "undecidable" }; // nobody who is there agrees with anybody, themselves included

/** Answers of one worker to one range that no other agrees with, before it is asked no more. */
const mostAnswers = 3;
/** Workers that are looked at for one that computes a range as well. */
const looks = 8;

/** Has ranges computed by two workers and compares their results. */
export class Audits {
  /** By round and range. */
  readonly #open = new Map<string, Audit>();
  #cursor = 0;
  #isAnyUnattended = false;
  #lookedAt = -Infinity;

  /** @param mayGive whether the run gives out anything at the moment */
  constructor(
    private readonly parts: RunParts,
    private readonly mayGive: () => boolean,
  ) {}

  /** Whether a range is to be audited: decided by its place alone. */
  wants({ round }: RoundInProgress, node: TreeNode): boolean {
    const { auditShare: share = 0, shape } = this.parts.run;
    if (share <= 0 || share >= 1) return share >= 1;
    const key = {
      seed: shape.seed,
      purpose: randomPurpose.audit,
      counters: [round.number, node.first],
    } as const;
    return new RandomStream(key).uniform24() < share;
  }

  /** Whether it is to be settled still, and somebody has answered it. */
  isOpen(audit: Audit): boolean {
    const { progress, node, opinions } = audit;
    return this.#open.get(keyOf(progress, node)) === audit && opinions.all.length > 0;
  }

  get openCount(): number {
    return this.#open.size;
  }

  /** Gives a range that was just given to a worker to a second one as well, where it is to be audited. */
  *appoint(progress: RoundInProgress, node: TreeNode, time: number): Commands {
    if (!this.wants(progress, node)) return;
    const { roster } = this.parts;
    const [first] = progress.board.holdersOf(node.first);
    const fingerprint = first && roster.get(first.worker)?.fingerprint;
    const auditor = fingerprint !== undefined && this.#nextAuditor(progress, node, fingerprint);
    if (auditor) yield* assign(this.parts, progress, { worker: auditor.worker, node, role: "audit" }, time);
  }

  /** Whether a result is an opinion that may be taken. One of a lost lease is, unless the range was cut anew since. */
  takes(progress: RoundInProgress, holding: Holding, fingerprint: string): boolean {
    if (holding.state === "answered") return false;
    const open = this.#open.get(keyOf(progress, holding.node));
    if (open) return open.fingerprint === fingerprint;
    if (holding.state === "active") return true;
    const { first, count } = holding.node;
    const others = Array.from({ length: count }, (_, index) =>
      progress.board.holdersOf(first + index),
    ).flat();
    return others.every(({ node }) => node.first === first && node.count === count);
  }

  /** Takes an opinion that may be taken. */
  *hear(
    progress: RoundInProgress,
    holding: Holding,
    { values, fingerprint, pace }: { values: ResultValues; fingerprint: string; pace: Pace },
  ): Commands<Audit> {
    const key = keyOf(progress, holding.node);
    const known = this.#open.get(key);
    const { node } = holding;
    const audit: Audit = known ?? {
      progress,
      node,
      fingerprint,
      opinions: new Opinions(),
      toldDifference: false,
    };
    this.#open.set(key, audit);
    progress.board.markAnswered(holding);
    yield* breathing(audit.opinions.add({ worker: holding.worker, holding, values }, pace));
    if (audit.opinions.differ && !audit.toldDifference) {
      audit.toldDifference = true;
      const workerIds = audit.opinions.workers;
      yield emit({ type: "audit-disagreed", round: progress.round.number, ...node, workerIds });
    }
    return audit;
  }

  /** Those that nobody has settled, to be reviewed now. */
  openAt(time: number): Audit[] {
    this.#lookedAt = time;
    this.#isAnyUnattended = false;
    this.forgetCounted();
    return [...this.#open.values()];
  }

  /** Whether there may be one that nobody computes, as nobody had room. */
  get isAnyUnattended(): boolean {
    return this.#isAnyUnattended;
  }

  /** Forgets what was counted otherwise, or went with its round. */
  forgetCounted(): void {
    for (const [key, { progress, node, opinions }] of this.#open) {
      const isOver = this.parts.rounds.byNumber(progress.round.number) !== progress;
      if (isOver || isCounted(progress, node) || opinions.all.length === 0) this.#open.delete(key);
    }
  }

  /** Leaves out what a worker said; what only it answered is pending again. */
  discard(worker: string): void {
    this.forgetCounted();
    for (const { opinions, progress } of this.#open.values())
      for (const holding of opinions.discard(worker)) progress.board.takeBack(holding);
  }

  /** Settles an audit or asks who is to be asked. */
  *review(audit: Audit, time: number): Commands<AuditState> {
    const state = yield* this.#review(audit, time);
    if (state.type === "open" && this.#activeHoldings(audit).length === 0) this.#isAnyUnattended = true;
    return state;
  }

  *#review(audit: Audit, time: number): Commands<AuditState> {
    const { agreed } = audit.opinions;
    if (agreed) return this.#settle(audit, agreed);
    if (!this.mayGive()) return { type: "open" };
    if (this.#activeHoldings(audit).some((holding) => time < this.#overdueAt(holding, audit)))
      return { type: "open" };
    const isDisputed = audit.opinions.differ;
    // Who lets others wait is asked only where it matters who is right.
    const others = this.#candidates(audit).filter(
      ({ worker, overtaken }) => audit.opinions.countOf(worker) === 0 && (isDisputed || !overtaken),
    );
    if (others.length > 0) {
      const free = others.find((member) => this.#isFree(member, audit));
      yield* this.#ask(audit, free ? [free] : [], time);
      return { type: "open" };
    }
    if (!audit.opinions.differ)
      return this.#settle(audit, { opinion: audit.opinions.all[0] as never, liars: [] });
    return yield* this.#arbitrate(audit, time);
  }

  /** Earliest time at which a review would do something that nobody's message brings about. */
  get deadline(): number {
    let earliest = Infinity;
    for (const audit of this.#open.values()) {
      const due = this.#activeHoldings(audit).map((holding) => this.#overdueAt(holding, audit));
      const latest = Math.max(...due);
      // Whoever was overdue at the last look at all was looked at then.
      if (latest > this.#lookedAt) earliest = Math.min(earliest, latest);
    }
    return earliest;
  }

  /** Those who differ are asked again: who contradicts itself is wrong. */
  *#arbitrate(audit: Audit, time: number): Commands<AuditState> {
    const there = this.#candidates(audit);
    if (there.length === 0) return { type: "open" };
    const least = Math.min(...there.map(({ worker }) => audit.opinions.countOf(worker)));
    if (least > 1) {
      const { consistent } = audit.opinions;
      if (consistent) return this.#settle(audit, consistent);
      if (least >= mostAnswers) return { type: "undecidable" };
    }
    const again = there.filter(({ worker }) => audit.opinions.countOf(worker) === least);
    yield* this.#ask(
      audit,
      again.filter((member) => this.#isFree(member, audit)),
      time,
    );
    return { type: "open" };
  }

  /** Whether it may be given the range now; otherwise it will be when it has answered what it holds. */
  #isFree(member: RosterMember, { progress, node }: Audit): boolean {
    return !isComputing(member, progress, node) && hasRoomFor(this.parts, member, progress, node);
  }

  *#ask(audit: Audit, members: readonly RosterMember[], time: number): Commands {
    const { node, progress } = audit;
    for (const member of members) {
      yield* assign(this.parts, progress, { worker: member.worker, node, role: "audit" }, time);
    }
  }

  #settle(audit: Audit, verdict: Verdict): AuditState {
    this.#open.delete(keyOf(audit.progress, audit.node));
    return { type: "settled", verdict };
  }

  /** Live workers that may be asked and are not, those who have answered least first. */
  #candidates(audit: Audit): RosterMember[] {
    const { fingerprint, opinions } = audit;
    const asked = new Set(this.#activeHoldings(audit).map(({ worker }) => worker));
    return this.parts.roster.live
      .filter(
        (member) => member.fingerprint === fingerprint && member.credit > 0 && !asked.has(member.worker),
      )
      .sort((a, b) => opinions.countOf(a.worker) - opinions.countOf(b.worker));
  }

  /** Who would be done with a range first, of a few who have nothing to do with it. */
  #nextAuditor(progress: RoundInProgress, node: TreeNode, fingerprint: string): RosterMember | undefined {
    const { roster } = this.parts;
    const { live } = roster;
    let best: RosterMember | undefined;
    let bestFinish = Infinity;
    for (let look = 0; look < Math.min(looks, live.length); look++) {
      const member = live[this.#cursor++ % live.length] as RosterMember;
      if (member.fingerprint !== fingerprint || isComputing(member, progress, node)) continue;
      if (member.overtaken || !hasRoomFor(this.parts, member, progress, node)) continue;
      const speed = roster.speedOf(member) ?? member.slots;
      const finish = (progress.board.loadOf(member.worker) + node.count) / speed;
      if (finish >= bestFinish) continue;
      best = member;
      bestFinish = finish;
    }
    return best;
  }

  #activeHoldings({ progress, node }: Audit): Holding[] {
    return progress.board
      .holdersOf(node.first)
      .filter((holding) => holding.state === "active" && holding.node.count === node.count);
  }

  /** When it is waited for no longer: an audit is worth more patience than a straggler is. */
  #overdueAt(holding: Holding, { progress: { round } }: Audit): number {
    const { roster, run } = this.parts;
    const member = roster.get(holding.worker);
    // One that was waited for before, and has not answered since, is not waited for again.
    if (!member || member.overtaken) return -Infinity;
    const speed = roster.speedOf(member);
    const expected = speed === undefined ? 0 : workOf(run, round, holding.node) / speed;
    return startOf(holding, member) + Math.max(8 * expected, run.leaseDurationMs);
  }
}

/** Whether the worker computes a part of the range. */
function isComputing(
  { worker }: RosterMember,
  { board }: RoundInProgress,
  { first, count }: TreeNode,
): boolean {
  for (let index = first; index < first + count; index++)
    if (board.holdersOf(index).some((holding) => holding.worker === worker && holding.state === "active"))
      return true;
  return false;
}

function isCounted({ board }: RoundInProgress, { first, count }: TreeNode): boolean {
  for (let index = first; index < first + count; index++) if (board.isDone(index)) return true;
  return false;
}

function keyOf({ round }: RoundInProgress, { first, count }: TreeNode): string {
  return `${round.number}/${first}+${count}`;
}
