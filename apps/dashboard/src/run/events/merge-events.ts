import type { RunEvent } from "@lockstep/telemetry/events";

/** Events of both lists, each once, the newest first. */
export function mergeNewestFirst(
  some: readonly RunEvent[],
  others: readonly RunEvent[],
): readonly RunEvent[] {
  const bySequence = new Map([...some, ...others].map((event) => [event.sequence, event]));
  return [...bySequence.values()].sort((a, b) => b.sequence - a.sequence);
}

/**
 * Steps that had been taken when events happened, by sequence number: the newest number of a step that an event before
 * it, or itself, tells. Events that nothing tells it of have none.
 */
export function stepsAt(newestFirst: readonly RunEvent[]): ReadonlyMap<number, number> {
  const steps = new Map<number, number>();
  let step: number | undefined;
  for (const event of newestFirst.toReversed()) {
    step = stepTold(event) ?? step;
    if (step !== undefined) steps.set(event.sequence, step);
  }
  return steps;
}

function stepTold(event: RunEvent): number | undefined {
  switch (event.type) {
    case "checkpoint-saved":
    case "gradient-flow":
    case "run-continued":
    case "run-paused":
    case "run-recovered":
    case "step":
      return event.step;
    case "run-started":
      return undefined;
    case "run-finished":
      return event.steps;
    default:
      return undefined;
  }
}
