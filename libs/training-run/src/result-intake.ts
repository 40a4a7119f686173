import type { Pace } from "@lockstep/numerics";
import type { TreeNode } from "@lockstep/reduction";
import type { Holding } from "./assignment-board.js";
import type { Audit, Audits } from "./audits.js";
import { breathing } from "./breathing.js";
import type { Membership } from "./membership.js";
import { lengthProblem, nonFiniteProblem } from "./result-check.js";
import type { RosterMember } from "./roster.js";
import type { RoundInProgress } from "./round-in-progress.js";
import { emit, type DroppedResults, type ResultValues, type RunInput } from "./run-messages.js";
import { startOf, unburden, workOf, type Commands, type RunParts } from "./run-parts.js";

type InputOf<Type extends RunInput["type"]> = Extract<RunInput, { type: Type }>;

/** Why the run cannot go on, where it cannot. */
type Failure = string | undefined;

/** Dropped results that are told one by one; beyond them only the counts go up. */
const toldDrops = 100;
/** Who is overtaken within this time was not late. */
const leastPatienceMs = 50;

/** Takes workers' answers: the first valid result of a range counts, an audited one when another agrees. */
export class ResultIntake {
  readonly dropped: DroppedResults = { stale: 0, duplicate: 0, unsolicited: 0 };

  constructor(
    private readonly parts: RunParts,
    private readonly membership: Membership,
    private readonly audits: Audits,
    private readonly pace: Pace,
  ) {}

  *result(input: InputOf<"result">): Commands<Failure> {
    const { worker, node, values, time } = input;
    const { roster, rounds, run } = this.parts;
    const member = roster.get(worker);
    if (!member) return yield* this.drop(worker, "unsolicited");
    if (this.#isProbe(member, input)) {
      this.#measureProbe(member, time);
      return undefined;
    }
    const progress = rounds.byNumber(input.round);
    if (!progress) return yield* this.drop(worker, rounds.isPast(input.round) ? "stale" : "unsolicited");
    const holding = progress.board.holdingOf(worker, node);
    const standing = progress.board.standing(worker, node);
    if (!holding || standing !== "first") {
      if (holding) member.overtaken = false;
      return yield* this.drop(
        worker,
        member.quarantined ? "stale" : standing === "first" ? "unsolicited" : standing,
      );
    }
    const problem = this.#versionProblem(progress) ?? lengthProblem(progress.round, node, values, run);
    if (problem !== undefined) return yield* this.#quarantine(worker, problem, time);
    this.#measure(member, holding, progress, time);
    const { fingerprint } = member;
    if (!this.audits.wants(progress, node))
      return yield* this.#count(progress, { holding, values, fingerprint, time });
    if (!this.audits.takes(progress, holding, fingerprint)) {
      if (holding.state === "answered") return yield* this.drop(worker, "duplicate");
      progress.board.takeBack(holding);
      return yield* this.drop(worker, "stale");
    }
    const audit = yield* this.audits.hear(progress, holding, { values, fingerprint, pace: this.pace });
    return yield* this.#review(audit, time);
  }

  /** A worker that cannot compute gets nothing more. When nobody is left who can, it is the run's fault. */
  *failure({ worker, round, node, reason, time }: InputOf<"failure">): Commands<Failure> {
    const { roster, rounds } = this.parts;
    const member = roster.get(worker);
    const isOpen = rounds.byNumber(round)?.board.standing(worker, node) === "first";
    if (!member || (!isOpen && !this.#isProbe(member, { round, node }))) return undefined;
    const failure = yield* this.#quarantine(worker, `could not compute: ${reason}`, time);
    if (failure !== undefined) return failure;
    return roster.isAnyoneLeft ? undefined : `${worker} could not compute: ${reason}`;
  }

  /** Looks at all ranges that wait for a second result. */
  *reviewAudits(time: number): Commands<Failure> {
    if (this.audits.openCount === 0) return undefined;
    for (const audit of this.audits.openAt(time)) {
      // Who lied in one is left out of the others, which are reviewed then.
      if (!this.audits.isOpen(audit)) continue;
      const failure = yield* this.#review(audit, time);
      if (failure !== undefined) return failure;
    }
    return undefined;
  }

  *drop(worker: string, reason: keyof DroppedResults): Commands<undefined> {
    this.dropped[reason]++;
    const { stale, duplicate, unsolicited } = this.dropped;
    if (stale + duplicate + unsolicited <= toldDrops)
      yield emit({ type: "result-dropped", workerId: worker, reason });
    return undefined;
  }

  /** What travelled ahead cannot be computed before its parameters are made. */
  #versionProblem({ round }: RoundInProgress): string | undefined {
    const made = this.parts.current()?.version;
    if (made === round.parametersVersion) return undefined;
    return `result.round: expected one of version ${made ?? "none"} of the parameters, got round ${round.number}, of version ${round.parametersVersion}`;
  }

  *#review(audit: Audit, time: number): Commands<Failure> {
    const { progress, node, fingerprint } = audit;
    const state = yield* this.audits.review(audit, time);
    if (state.type === "open") return undefined;
    const range = `micro-batches ${node.first} to ${node.first + node.count - 1} of round ${progress.round.number}`;
    if (state.type === "undecidable")
      return `audit: ${range}: expected two results with the same bits, got different ones from every worker each time (${audit.opinions.workers.join(", ")})`;
    const { opinion, liars } = state.verdict;
    const failure = yield* this.#count(progress, { ...opinion, fingerprint, time });
    if (failure !== undefined) return failure;
    for (const liar of liars) {
      const reason = `audit: its result of ${range} has other bits than ${opinion.worker}'s, which ${liar === opinion.worker ? "it" : "another computation"} confirmed`;
      const further = yield* this.#quarantine(liar, reason, time);
      if (further !== undefined) return further;
    }
    return undefined;
  }

  *#quarantine(worker: string, reason: string, time: number): Commands<Failure> {
    yield* this.membership.quarantine(worker, reason, time);
    this.audits.discard(worker);
    return yield* this.reviewAudits(time);
  }

  *#count(progress: RoundInProgress, { holding, values, fingerprint, time }: Counted): Commands<Failure> {
    const { worker, node } = holding;
    const { round } = progress;
    const { run, roster } = this.parts;
    const bad = yield* breathing(nonFiniteProblem(round, { worker, node, values }, run, this.pace));
    if (bad !== undefined) return bad;
    this.membership.bind(fingerprint);
    const settled = yield* breathing(progress.accept(holding, values, this.pace));
    unburden(roster, round, settled);
    for (const other of settled) {
      const member = roster.get(other.worker);
      if (member?.probe?.holding === other) {
        member.probe.start = startOf(other, member);
        continue;
      }
      if (member) this.#noteOvertaken(member, other, progress, time);
      yield { type: "revoke", worker: other.worker, round, node: other.node };
    }
    return undefined;
  }

  /** The worker is late if it took twice what it usually needs. */
  #noteOvertaken(member: RosterMember, holding: Holding, { round }: RoundInProgress, time: number): void {
    const { run, roster } = this.parts;
    const took = time - startOf(holding, member);
    const speed = roster.speedOf(member);
    const work = workOf(run, round, holding.node);
    if (took <= leastPatienceMs || (speed !== undefined && took <= (2 * work) / speed)) return;
    member.overtaken = true;
    member.speed.missed(work, took);
  }

  #measure(member: RosterMember, holding: Holding, { round }: RoundInProgress, time: number): void {
    if (holding.state === "active") {
      if (round.purpose === "gradient")
        member.speed.answered(workOf(this.parts.run, round, holding.node), time - startOf(holding, member));
      unburden(this.parts.roster, round, [holding]);
    }
    if (member.probe?.holding === holding) member.probe = undefined;
    member.answeredAt = time;
    this.parts.roster.noteMeasured();
    member.overtaken = false;
  }

  #isProbe(
    { probe }: RosterMember,
    { round, node }: { readonly round: number; readonly node: TreeNode },
  ): boolean {
    return (
      probe?.start !== undefined &&
      probe.round.number === round &&
      probe.holding.node.first === node.first &&
      node.count === 1
    );
  }

  /** Its micro-batch was counted before: all that it tells is how fast the worker is. */
  #measureProbe(member: RosterMember, time: number): void {
    const { probe } = member;
    if (probe?.start === undefined) return;
    const work = workOf(this.parts.run, probe.round, probe.holding.node);
    member.speed.answered(work, time - Math.max(probe.start, member.answeredAt));
    member.probe = undefined;
    member.answeredAt = time;
    this.parts.roster.noteMeasured();
    member.overtaken = false;
  }
}

/** A result that counts. */
interface Counted {
  readonly holding: Holding;
  readonly values: ResultValues;
  readonly fingerprint: string;
  readonly time: number;
}
