import type { RunIdentity } from "@lockstep/checkpoint";
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
  readonly identity: RunIdentity;
}

export interface Predictions {
  /** (sequences, ...output shape) */
  readonly shape: readonly number[];
  readonly values: Float32Array;
  /** By class number, where the model's training data have labels. */
  readonly classLabels?: readonly string[];
}
