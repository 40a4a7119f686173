import type { Comparison } from "./compare-steps.js";
import type { DifferentParameter } from "./different-parameters.js";

/** What `verify` found. */
export interface Verification {
  readonly runId: string;
  /** First and last step that was to be compared. */
  readonly from: number;
  readonly to: number;
  readonly comparison: Comparison;
  /** File that it began with, below the run's folder; absent: it began at the beginning. */
  readonly checkpoint?: string;
  readonly backend: string;
  readonly fingerprint: string;
  /** Weights of the first different step, where a checkpoint has them: in the checkpoint, and computed once more. */
  readonly parameters?: readonly DifferentParameter[];
}
