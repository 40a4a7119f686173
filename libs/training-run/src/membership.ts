import { emit, type RunInput } from "./run-messages.js";
import { takeBackAhead, type Commands, type RunParts } from "./run-parts.js";

type JoinedInput = Extract<RunInput, { type: "worker-joined" }>;

/** Who is there: workers join, fall silent, leave and are sent away, and what they held goes back. */
export class Membership {
  /** Numerics that the run is bound to, from its first result on. */
  #fingerprint: string | undefined;

  constructor(private readonly parts: RunParts) {}

  get fingerprint(): string | undefined {
    return this.#fingerprint;
  }

  /** Binds the run to these numerics, if it is not bound. */
  bind(fingerprint: string | undefined): void {
    this.#fingerprint ??= fingerprint;
  }

  *join(input: JoinedInput): Commands {
    const { worker, incarnation, slots, backend, fingerprint, credit, time } = input;
    const { roster, rounds, run } = this.parts;
    if (incarnation <= roster.newestOf(worker)) return;
    const expected = this.#fingerprint ?? roster.fingerprintBeside(worker) ?? fingerprint;
    if (fingerprint !== expected && run.determinism === "strict") {
      const reason = `fingerprint: expected ${expected} as the run's first worker has, got ${fingerprint}; a job with "determinism: relaxed" takes both`;
      return yield* this.#refuse(worker, reason, time);
    }
    rounds.forget(worker);
    roster.add({ worker, incarnation, slots, backend, fingerprint, credit }, time);
    yield emit({ type: "worker-joined", workerId: worker, slots, backend, fingerprint });
    const quarantine = roster.quarantined.get(worker);
    if (quarantine !== undefined)
      yield emit({ type: "worker-quarantined", workerId: worker, reason: quarantine });
    yield* this.#reseat(time);
  }

  *leave(worker: string, reason: string, time: number): Commands {
    const { roster, rounds } = this.parts;
    if (!roster.remove(worker)) return;
    const returnedMicroBatches = rounds.forget(worker);
    yield emit({ type: "worker-left", workerId: worker, reason, returnedMicroBatches });
    yield* this.#reseat(time);
  }

  /** The worker gets nothing new and goes when it holds nothing. One that has no part in the run may go at once. */
  *startLeaving(worker: string, time: number): Commands {
    const { roster } = this.parts;
    const member = roster.get(worker);
    if (!member) {
      yield { type: "dismiss", worker };
      return;
    }
    if (member.leaving) return;
    roster.markLeaving(member);
    yield* takeBackAhead(this.parts, worker);
    yield* this.#reseat(time);
  }

  *dismissIdle(time: number): Commands {
    const { roster, rounds } = this.parts;
    for (const { worker } of roster.leaving) if (!rounds.isHeld(worker)) yield* this.#dismiss(worker, time);
  }

  /** At the end of the run, whatever they hold. */
  *dismissLeaving(time: number): Commands {
    for (const { worker } of this.parts.roster.leaving) yield* this.#dismiss(worker, time);
  }

  /**
   * A sign of life. An expired lease is not renewed: the worker is taken anew, without what it held.
   * Gives whether that is so.
   */
  *hear(worker: string, time: number): Commands<boolean> {
    const member = this.parts.roster.get(worker);
    if (!member || !this.parts.roster.hear(member, time)) return false;
    yield emit({ type: "worker-recovered", workerId: worker });
    yield* this.#reseat(time);
    return true;
  }

  giveCredit(worker: string, sequences: number): void {
    const member = this.parts.roster.get(worker);
    if (member) member.credit = sequences;
  }

  *expireLeases(time: number): Commands {
    const { roster, rounds } = this.parts;
    const late = roster.expire(time);
    for (const member of late) {
      const returnedMicroBatches = rounds.release(member.worker);
      member.unanswered = 0;
      member.ahead = undefined;
      member.probe = undefined;
      yield emit({ type: "lease-expired", workerId: member.worker, returnedMicroBatches });
    }
    if (late.length > 0) yield* this.#reseat(time);
  }

  /** The worker gets nothing more of this run, and none of its results counts. */
  *quarantine(worker: string, reason: string, time: number): Commands {
    const { roster, rounds } = this.parts;
    if (roster.quarantined.has(worker)) return;
    const held = rounds.all.flatMap(({ board, round }) =>
      board.forget(worker).map(({ node }) => ({ round, node })),
    );
    const member = roster.get(worker);
    roster.quarantine(worker, reason);
    if (member) Object.assign(member, { unanswered: 0, ahead: undefined, probe: undefined });
    yield emit({ type: "worker-quarantined", workerId: worker, reason });
    for (const { round, node } of held) yield { type: "revoke", worker, round, node };
    yield* this.#reseat(time);
  }

  /** Takes back all that is held of the next round. */
  *takeBackAhead(): Commands {
    yield* takeBackAhead(this.parts);
  }

  /** Tells live workers of the run that do not know of it, and sends them the current parameters. */
  *bringUpToDate(time: number): Commands {
    const current = this.parts.current();
    if (!current) return;
    const { version } = current;
    const { parameters } = current.state;
    for (const member of this.parts.roster.live) {
      if (member.version !== undefined) continue;
      member.version = version;
      member.sentAt = time;
      yield { type: "begin", worker: member.worker, version, parameters };
    }
  }

  /** Fills free places, and tells who stands by and who does no longer. */
  *#reseat(time: number): Commands {
    for (const { worker, toldStandby } of this.parts.roster.reseat())
      yield emit({ type: "worker-standby", workerId: worker, standby: toldStandby });
    yield* this.bringUpToDate(time);
  }

  *#dismiss(worker: string, time: number): Commands {
    yield { type: "dismiss", worker };
    yield* this.leave(worker, "drained", time);
  }

  *#refuse(worker: string, reason: string, time: number): Commands {
    yield { type: "refuse", worker, code: "FINGERPRINT", reason };
    yield emit({ type: "worker-refused", workerId: worker, reason });
    yield* this.leave(worker, `refused: ${reason}`, time);
  }
}
