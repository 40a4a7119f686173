import type { LossSpec, MetricSpec } from "@lockstep/job";
import type { OutputMeaning } from "./losses/loss.js";

/** A metric of an objective. */
export interface MetricDescription {
  /** In the history. */
  readonly name: string;
  readonly spec: MetricSpec;
  /** Whether sample weights count. */
  readonly isWeighted: boolean;
}

/** All that an objective's sums depend on, as plain data: who has the same arithmetic can compute them without it. */
export interface ObjectiveDescription {
  readonly loss: LossSpec;
  /** In the order of their sums in the statistics. */
  readonly metrics: readonly MetricDescription[];
  readonly meaning: OutputMeaning;
  /** Values of an entry of the outputs. */
  readonly width: number;
  /** Whether the entries of a sequence are time steps. */
  readonly isTimed: boolean;
}
