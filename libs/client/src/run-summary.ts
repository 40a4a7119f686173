import { wideWhole, type RunSummary as WireSummary } from "@lockstep/protocol";
import type { RunKindName, RunSnapshot } from "@lockstep/telemetry";
import { ClientError } from "./client-error.js";

/** What a coordinator says of a run in its list. */
export interface RunSummary {
  readonly runId: string;
  readonly name: string;
  readonly kind: RunKindName;
  readonly state: RunState;
  /** Optimizer steps taken. */
  readonly step: number;
  readonly totalSteps: number;
  /** Milliseconds since 1970. */
  readonly submittedMs: number;
  /** What it waits for, or is paused for; absent: nothing. */
  readonly waitingFor?: string;
}

/** `interrupted`: its coordinator ended before it did, and nobody has taken it up again. */
export type RunState = RunSnapshot["state"] | "interrupted";

// prettier-ignore
const states: ReadonlySet<string> = new Set<RunState>([
  "queued", "waiting", "running", "paused", "completed", "stopped", "failed", "interrupted",
]);
const kinds: ReadonlySet<string> = new Set<RunKindName>(["train", "evaluate", "predict"]);

/** @throws {ClientError} where a field is not what it must be */
export function parseSummary(wire: WireSummary): RunSummary {
  const { runId, name, kind, state, step, totalSteps, submittedMs, waitingFor } = wire;
  if (!runId) throw invalid("run_id", "text", runId);
  if (!isState(state)) throw invalid("state", [...states].join(", "), state);
  if (!isKind(kind)) throw invalid("kind", [...kinds].join(", "), kind);
  return {
    ...{ runId, kind, state },
    name: name ?? "",
    step: step ?? 0,
    totalSteps: totalSteps ?? 0,
    submittedMs: wideWhole("runs.submitted_ms", submittedMs),
    ...(waitingFor ? { waitingFor } : {}),
  };
}

function isState(state: string | null | undefined): state is RunState {
  return states.has(state ?? "");
}

function isKind(kind: string | null | undefined): kind is RunKindName {
  return kinds.has(kind ?? "");
}

function invalid(field: string, expected: string, got: unknown): ClientError {
  return new ClientError("protocol", `runs.${field}: expected ${expected}, got ${JSON.stringify(got ?? "")}`);
}
