import type { RunEvent } from "@lockstep/telemetry/events";

/** Events of both lists, each once, the newest first. */
export function mergeNewestFirst(
  some: readonly RunEvent[],
  others: readonly RunEvent[],
): readonly RunEvent[] {
  const bySequence = new Map([...some, ...others].map((event) => [event.sequence, event]));
  return [...bySequence.values()].sort((a, b) => b.sequence - a.sequence);
}
