import type { OptimizerState } from "@lockstep/optimizer";

/** Plain data that JSON keeps exactly; numbers that it would not keep (NaN, infinities, -0) are written as texts. */
export type PlainData =
  string | number | boolean | null | readonly PlainData[] | { readonly [key: string]: PlainData };

/**
 * All that a run must know to go on, between two rounds, as if it had never ended: a machine that is made from it gives
 * the same commands as the one that it was taken from, whichever workers are there.
 */
export interface ResumePoint {
  /**
   * Number of the round that comes next: every round below it is committed, or was left out as training ended early.
   * With none left it is the number that a further one would have.
   */
  readonly round: number;
  /** Optimizer steps taken. */
  readonly step: number;
  /** Epochs that were trained, and validated, to their end. */
  readonly epoch: number;
  /** SHA-256 of `state.parameters`. */
  readonly digest: string;
  /** Copies: nothing changes them afterwards. */
  readonly state: OptimizerState;
  /** Further vectors by name: what callbacks keep, and carried states. */
  readonly vectors: Readonly<Record<string, Float32Array>>;
  /** The rest: cursor of the schedule, sums of the measures so far, state of the callbacks. */
  readonly progress: PlainData;
}
