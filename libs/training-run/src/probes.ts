import type { RosterMember } from "./roster.js";
import type { Round } from "./round.js";
import type { RoundInProgress } from "./round-in-progress.js";
import { roomOf, type RunParts } from "./run-parts.js";
import type { Part } from "./work-division.js";

/** Rounds after which a worker that got nothing is tried again. */
const idleRounds = 16;

/** Milliseconds after its last answer or probe before which it is not: brief rounds would be taken up by probes. */
const idleMs = 100;

/** A micro-batch that a worker shall compute as well, to be measured. */
export interface PlannedProbe {
  readonly member: RosterMember;
  readonly microBatch: number;
}

/**
 * Finds workers whose speed is not known any more, or never was, as they get nothing: one a round at most, in turn, so
 * that it costs next to nothing however many there are.
 */
export class Probes {
  #cursor = 0;

  /** Whom to try in a round of which these parts are about to be given out. */
  next(
    parts: RunParts,
    progress: RoundInProgress,
    given: readonly Part[],
    time: number,
  ): PlannedProbe | undefined {
    const { live } = parts.roster;
    const { round } = progress;
    const last = given.at(-1);
    if (!last || live.length < 2) return undefined;
    const member = live[this.#cursor++ % live.length] as RosterMember;
    if (!isForgotten(member, round, time) || given.some(({ worker }) => worker === member.worker))
      return undefined;
    if (roomOf(parts, member, progress) === 0) return undefined;
    return { member, microBatch: last.node.first + last.node.count - 1 };
  }
}

/** Whether it got nothing for so long, or may have lost what it got. */
function isForgotten(member: RosterMember, round: Round, time: number): boolean {
  if (member.lastRound === -Infinity) member.lastRound = round.number - 1;
  const since = round.number - member.lastRound;
  const isIdle = since > idleRounds && time - Math.max(member.answeredAt, member.probedAt) >= idleMs;
  return isIdle || (member.overtaken && !member.probe && since > 1);
}
