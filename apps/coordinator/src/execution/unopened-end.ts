import type { EventLog, RunOutcome } from "@lockstep/telemetry";
import type { HeldRun } from "../held-run.js";
import type { RunFinished } from "./conclude-run.js";

/** The end of a run that never came to compute in this life: it is left where it was. */
export function unopenedEnd(
  held: HeldRun,
  events: EventLog,
  outcome: RunOutcome,
  reason: string,
): RunFinished {
  const known = events.snapshot.runs.find(({ runId }) => runId === held.runId);
  return {
    type: "run-finished",
    outcome,
    reason,
    steps: known?.step ?? 0,
    finalDigest: known?.digest ?? held.file.initialDigest,
    droppedResults: known?.droppedResults ?? { stale: 0, duplicate: 0, unsolicited: 0 },
  };
}
