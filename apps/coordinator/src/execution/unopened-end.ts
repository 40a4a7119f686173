import type { EventLog, RunOutcome } from "@lockstep/telemetry";
import type { HeldRun } from "../held-run.js";
import type { RunFinished } from "./conclude-run.js";

/** The end of a run that never came to compute in this life: it is left where it was. Its file may be lost. */
export function unopenedEnd(
  { runId, file }: Pick<HeldRun, "runId"> & Partial<Pick<HeldRun, "file">>,
  events: EventLog,
  outcome: RunOutcome,
  reason: string,
): RunFinished {
  const known = events.snapshot.runs.find((run) => run.runId === runId);
  return {
    type: "run-finished",
    outcome,
    reason,
    steps: known?.step ?? 0,
    finalDigest: known?.digest ?? file?.initialDigest ?? "",
    droppedResults: known?.droppedResults ?? { stale: 0, duplicate: 0, unsolicited: 0 },
  };
}
