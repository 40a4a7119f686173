import type { Job } from "@lockstep/job";
import type { OptimizerState } from "@lockstep/optimizer";
import type { Preprocessing } from "@lockstep/sequence-data";

/** What a run is, as far as it does not change from checkpoint to checkpoint. */
export interface RunIdentity {
  readonly runId: string;
  /** With its layers written out. */
  readonly job: Job;
  /** Of one sequence of each input. */
  readonly inputShapes: readonly (readonly number[])[];
  readonly preprocessing: Preprocessing;
  /** SHA-256 over all that was read as data: a run does not go on with others. */
  readonly dataDigest: string;
}

/** A run between two rounds, whole: `@lockstep/training-run`'s ResumePoint has just these fields. */
export interface RunCheckpoint {
  /** Rounds committed. */
  readonly round: number;
  /** Optimizer steps taken. */
  readonly step: number;
  /** Whole epochs done. */
  readonly epoch: number;
  /** SHA-256 of the parameters. */
  readonly digest: string;
  readonly state: OptimizerState;
  /** Further vectors by name. */
  readonly vectors: Readonly<Record<string, Float32Array>>;
  /** Plain data that JSON keeps exactly. */
  readonly progress: unknown;
}
