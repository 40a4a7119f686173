import type { StepDifference } from "./step-difference.js";

/** How the steps of two runs compare. */
export type StepsComparison =
  | { readonly outcome: "equal"; readonly steps: number; readonly digest: string }
  | { readonly outcome: "different"; readonly difference: StepDifference }
  /** Equal as far as both go, and one goes on. */
  | { readonly outcome: "longer"; readonly common: number; readonly longer: 0 | 1 };

/** A thing that two runs were asked to do differently. */
export interface IdentityDifference {
  /** A path in the job file, such as `optimizer.learningRate`; `data` for what its sources held. */
  readonly field: string;
  /** `undefined` becomes absent in JSON: one of the runs says nothing. */
  readonly values: readonly [unknown, unknown];
}

/** What `diff` found. */
export type RunDifference = StepsComparison & {
  readonly runs: readonly [string, string];
  /** Undefined where it is not known what one of them was asked to do. */
  readonly identity: readonly IdentityDifference[] | undefined;
};
