import type { RunSnapshot } from "@lockstep/telemetry/events";

/** A run that is through, of which a test says what matters to it. */
export function runSample(runId: string, more: Partial<RunSnapshot> = {}): RunSnapshot {
  return {
    runId,
    name: runId,
    kind: "train",
    state: "completed",
    submittedMs: 0,
    step: 10,
    totalSteps: 10,
    epoch: 1,
    epochs: 1,
    measures: {},
    history: [],
    droppedResults: { stale: 0, duplicate: 0, unsolicited: 0 },
    ...more,
  };
}
