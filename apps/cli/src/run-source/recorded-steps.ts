import type { EventOf } from "@lockstep/telemetry";
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
