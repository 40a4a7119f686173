import type { Job } from "@lockstep/job";
import type { ModelPlan } from "@lockstep/model";
import type { Preprocessing } from "@lockstep/sequence-data";
import type { RunDefinition, RunKind } from "@lockstep/training-run";
import type { DataParts } from "./data-parts.js";

/** A run that was checked and can begin. */
export interface PreparedRun {
  readonly runId: string;
  readonly name: string;
  readonly kind: RunKind;
  readonly job: Job;
  readonly plan: ModelPlan;
  /** What was fitted on the training data. */
  readonly preprocessing: Preprocessing;
  readonly definition: RunDefinition;
  readonly data: DataParts;
}

/** A run as the coordinator remembers it: not its data, which would add up over runs. */
export interface RunRecord {
  readonly runId: string;
  /** Sequence number of its first event. */
  readonly firstEvent: number;
  /** Set once it ended. */
  lastEvent?: number;
  predictions?: Predictions;
}

export interface Predictions {
  /** (sequences, ...output shape) */
  readonly shape: readonly number[];
  readonly values: Float32Array;
  /** By class number, where the model's training data have labels. */
  readonly classLabels?: readonly string[];
}
