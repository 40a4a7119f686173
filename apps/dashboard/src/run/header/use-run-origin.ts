import type { RunEvent, RunSnapshot } from "@lockstep/telemetry/events";
import { useMemo } from "react";
import { useAnswer } from "../../api/use-answer.js";
import type { EventOf } from "../../store/live-event.js";

/** What was told when a run was submitted and began, which its snapshot does not carry. */
export interface RunOrigin {
  readonly sequences?: number;
  readonly stepsPerEpoch?: number;
  /** Of the workers that it takes. */
  readonly fingerprint?: string;
}

/** Asks for it once the run has begun. */
export function useRunOrigin(run: RunSnapshot): RunOrigin {
  const hasBegun = run.state !== "queued" && run.state !== "waiting";
  const query = "order=newest&types=run-submitted,run-started&limit=10";
  const path = `/v1/runs/${encodeURIComponent(run.runId)}/events?${query}`;
  const { value } = useAnswer<{ readonly events: readonly RunEvent[] }>(hasBegun ? path : undefined);
  return useMemo(() => originOf(value?.events ?? []), [value]);
}

function originOf(events: readonly RunEvent[]): RunOrigin {
  const submitted = events.find((event): event is EventOf<"run-submitted"> => event.type === "run-submitted");
  const started = events.find((event): event is EventOf<"run-started"> => event.type === "run-started");
  return {
    ...(submitted ? { sequences: submitted.sequences, stepsPerEpoch: submitted.stepsPerEpoch } : {}),
    ...(started ? { fingerprint: started.fingerprint } : {}),
  };
}
