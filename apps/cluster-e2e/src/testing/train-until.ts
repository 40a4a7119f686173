import type { Job } from "@lockstep/job";
import type { RunEvent } from "@lockstep/telemetry";
import type { LastingCoordinator } from "./lasting-coordinator.js";

/** Epochs of a run that never ends by itself before a test stops it. */
export const endless = 100_000;

/**
 * Trains until it is told to stop, over as many lives of the coordinator as it takes.
 * @param isOver asked after every step, with the number of steps told
 * @param react is handed each event as it comes
 */
export async function trainUntil(
  coordinator: LastingCoordinator,
  job: Job,
  isOver: (steps: number) => boolean,
  react: (event: RunEvent) => void = () => undefined,
): Promise<RunEvent[]> {
  const events: RunEvent[] = [];
  const runId = await coordinator.submit(job);
  let steps = 0;
  let isStopping = false;
  for await (const event of coordinator.watch(runId)) {
    events.push(event);
    react(event);
    if (event.type !== "step" || !isOver(++steps) || isStopping) continue;
    isStopping = true;
    await coordinator.client.stop(runId);
  }
  return events;
}

export function stepsOf(events: readonly RunEvent[]): number {
  return events.filter(({ type }) => type === "step").length;
}

/** What a run tells of its numbers. */
export function told(events: readonly RunEvent[]): object[] {
  return events.flatMap((event): object[] => {
    if (event.type === "step") return [{ step: event.step, digest: event.digest, measures: event.measures }];
    if (event.type === "epoch") return [{ epoch: event.epoch, measures: event.measures }];
    return [];
  });
}
