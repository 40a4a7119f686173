import type { EventOf, EventStore } from "@lockstep/telemetry";
import type { RunStore } from "@lockstep/run-store";

export type StepEvent = EventOf<"step">;

/** Steps that are in memory at once. */
const pageSteps = 500;

/** Steps of a run from `from` to `to`, both included, as they were told; what is missing is left out. */
export async function* recordedSteps(
  store: Pick<RunStore, "steps">,
  runId: string,
  { from, to }: { readonly from: number; readonly to: number },
): AsyncGenerator<StepEvent, void> {
  for (let first = from; first <= to; first += pageSteps) {
    yield* await store.steps(runId, first, Math.min(to, first + pageSteps - 1));
  }
}

/** Events that are looked through for the run's start at once. */
const pageEvents = 100;

/** What the workers of a run promised to compute alike, as its first start tells; undefined where it never started. */
export async function fingerprintOf(
  store: Pick<EventStore, "events">,
  runId: string,
): Promise<string | undefined> {
  for (let after = 0; ;) {
    const events = await store.events(runId, after, pageEvents);
    for (const event of events) if (event.type === "run-started") return event.fingerprint;
    const last = events.at(-1);
    if (!last) return undefined;
    after = last.sequence;
  }
}
