import type { RosterMember } from "./roster.js";
import type { RoundInProgress } from "./round-in-progress.js";
import { roomOf, workOf, type RunParts } from "./run-parts.js";
import type { Share } from "./work-division.js";

/** What a worker can do of a round, and whether that was seen. */
interface MeasuredShare extends Share {
  readonly isMeasured: boolean;
}

/**
 * What live workers can do of a round, in the roster's order. A worker that others overtook gets nothing while there
 * are others that take work.
 */
export function sharesOf(parts: RunParts, progress: RoundInProgress): Share[] {
  const { live } = parts.roster;
  const reliable: MeasuredShare[] = [];
  for (const member of live)
    if (!member.overtaken && member.credit > 0) reliable.push(shareOf(parts, member, progress));
  if (reliable.length === 0) return live.map((member) => shareOf(parts, member, progress));
  const alone = whoDoesItInNoTime(parts, reliable, progress);
  return alone ? [alone] : reliable;
}

/**
 * Milliseconds, messages among them, below which a round is not divided: a further range costs the coordinator and the
 * network some tenths, and another worker takes as many before it begins.
 */
const indivisibleMs = 1;

/** The fastest, if all that is pending takes it next to no time. */
function whoDoesItInNoTime(
  { run }: RunParts,
  shares: readonly MeasuredShare[],
  { round, board }: RoundInProgress,
): Share | undefined {
  if (shares.length < 2) return undefined;
  const fastest = shares.reduce((best, share) => (share.speed > best.speed ? share : best));
  const pending = board.pendingCount;
  const work = (workOf(run, round, { first: 0, count: board.total }) * pending) / board.total;
  const isKnown = fastest.isMeasured && fastest.load === 0 && fastest.room >= pending;
  return isKnown && work / fastest.speed < indivisibleMs ? fastest : undefined;
}

/** What a worker can do of a round. */
export function shareOf(parts: RunParts, member: RosterMember, progress: RoundInProgress): MeasuredShare {
  return {
    worker: member.worker,
    speed: parts.roster.speedOf(member) ?? member.slots,
    isMeasured: member.speed.value !== undefined,
    load: progress.board.loadOf(member.worker),
    room: roomOf(parts, member, progress),
  };
}
