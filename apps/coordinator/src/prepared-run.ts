import type { Job } from "@lockstep/job";
import type { ModelPlan } from "@lockstep/model";
import type { Measures } from "@lockstep/telemetry";
import type { RunDefinition, RunKind, RunResult } from "@lockstep/training-run";
import type { DataParts } from "./data-parts.js";

/** A run that was checked and can begin. */
export interface PreparedRun {
  readonly runId: string;
  readonly name: string;
  readonly kind: RunKind;
  readonly job: Job;
  readonly plan: ModelPlan;
  readonly definition: RunDefinition;
  readonly data: DataParts;
}

/** Where a run is. */
export type RunRecordState =
  | "queued" // waits for the runs before it
  | "active" // the coordinator works on it
  | "ended"; // its result is there

/** A run as the coordinator remembers it. */
export interface RunRecord {
  readonly run: PreparedRun;
  /** Sequence number of its first event. */
  readonly firstEvent: number;
  state: RunRecordState;
  /** Set once ended. */
  result?: RunResult;
  /** Path of the saved model, where one was trained. */
  model?: string;
}

export interface EndedRun {
  readonly result: RunResult;
  readonly model?: string;
  readonly test?: Measures;
}
