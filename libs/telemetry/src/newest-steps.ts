import type { RunEvent } from "./events.js";

/** The events without those steps that are followed by another one of their run: what a screen cannot show anyway. */
export function newestSteps(events: readonly RunEvent[]): readonly RunEvent[] {
  const newest = new Map<string, number>();
  for (const event of events) if (event.type === "step") newest.set(event.runId, event.sequence);
  return events.filter(({ type, runId, sequence }) => type !== "step" || newest.get(runId) === sequence);
}
