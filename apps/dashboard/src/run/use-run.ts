import type { RunSnapshot } from "@lockstep/telemetry/events";
import { useAnswer, type Answer } from "../api/use-answer.js";
import { useLiveRun, useLiveState } from "../store/live-context.js";

/** A run as it is now; one that the snapshot does not have any more comes from the history. */
export function useRun(runId: string): Answer<RunSnapshot> {
  const live = useLiveRun(runId);
  const isReady = useLiveState((state) => state.generation > 0);
  const path = isReady && live === undefined ? `/v1/runs/${encodeURIComponent(runId)}` : undefined;
  const stored = useAnswer<RunSnapshot>(path);
  if (live !== undefined) return { value: live, isLoading: false };
  return isReady ? stored : { isLoading: true };
}
