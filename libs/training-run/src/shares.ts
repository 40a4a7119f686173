import type { RoundInProgress } from "./round-in-progress.js";
import { roomOf, type RunParts } from "./run-parts.js";
import type { Share } from "./work-division.js";

/**
 * What live workers can do of a round, in the roster's order. A worker that others overtook gets nothing while there
 * are others.
 */
export function sharesOf(parts: RunParts, progress: RoundInProgress): Share[] {
  const { roster } = parts;
  const { board } = progress;
  const { live } = roster;
  const ready = live.some(({ overtaken }) => overtaken) ? live.filter(({ overtaken }) => !overtaken) : live;
  const asked = ready.length > 0 ? ready : live;
  return asked.map((member) => ({
    worker: member.worker,
    speed: roster.speedOf(member) ?? member.slots,
    load: board.loadOf(member.worker),
    room: roomOf(parts, member, progress),
  }));
}
