import type { Roster } from "./roster.js";
import type { RoundInProgress } from "./round-in-progress.js";
import { roomOf } from "./run-parts.js";
import type { Share } from "./work-division.js";

/**
 * What live workers can do of a round, in the roster's order. A worker that others overtook gets nothing while there
 * are others.
 */
export function sharesOf(roster: Roster, { board, round }: RoundInProgress): Share[] {
  const { live } = roster;
  const ready = live.some(({ overtaken }) => overtaken) ? live.filter(({ overtaken }) => !overtaken) : live;
  const asked = ready.length > 0 ? ready : live;
  return asked.map((member) => ({
    worker: member.worker,
    speed: roster.speedOf(member) ?? member.slots,
    load: board.loadOf(member.worker),
    room: roomOf(member, round.microBatchSize),
  }));
}
