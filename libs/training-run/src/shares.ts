import type { RosterMember } from "./roster.js";
import type { RoundInProgress } from "./round-in-progress.js";
import { roomOf, type RunParts } from "./run-parts.js";
import type { Share } from "./work-division.js";

/**
 * What live workers can do of a round, in the roster's order. A worker that others overtook gets nothing while there
 * are others that take work.
 */
export function sharesOf(parts: RunParts, progress: RoundInProgress): Share[] {
  const { live } = parts.roster;
  const reliable: Share[] = [];
  for (const member of live)
    if (!member.overtaken && member.credit > 0) reliable.push(shareOf(parts, member, progress));
  return reliable.length > 0 ? reliable : live.map((member) => shareOf(parts, member, progress));
}

/** What a worker can do of a round. */
export function shareOf(parts: RunParts, member: RosterMember, progress: RoundInProgress): Share {
  return {
    worker: member.worker,
    speed: parts.roster.speedOf(member) ?? member.slots,
    load: progress.board.loadOf(member.worker),
    room: roomOf(parts, member, progress),
  };
}
