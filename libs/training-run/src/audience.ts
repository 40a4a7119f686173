import { holdsAhead, type RunParts } from "./run-parts.js";
import type { Audience } from "./run-progress.js";

/**
 * Those who get the parameters that the commit at hand makes, if it makes any: who waits for them with what travelled
 * ahead. Others get them when they get something to compute.
 */
export function audienceOf({ roster, rounds }: RunParts, time: number): Audience {
  const { live } = roster;
  const { next } = rounds;
  const waiting = next ? live.filter((member) => holdsAhead(member, next.round)) : [];
  return {
    workers: waiting.map(({ worker }) => worker),
    liveCount: live.length,
    sent(version) {
      for (const member of waiting) Object.assign(member, { version, sentAt: time });
    },
  };
}
