import type { LayerSpec } from "@lockstep/job";

/** A model as a job describes it, with all defaults filled in: `job.model` is one. */
export interface ModelDescription {
  /** Each works on the one before it unless it says otherwise. */
  readonly layers: readonly LayerSpec[];
  /** Default: one, `input`. */
  readonly inputs?: readonly ModelInput[];
  /** What is trained and predicted: the name of a layer, `name:k` for its k-th output. Default: the last layer. */
  readonly output?: string;
}

/** An input by its name. */
export interface ModelInput {
  readonly name: string;
  /** Of one sequence, where the job says it; checked against the data. */
  readonly shape?: readonly number[];
}

/** What the way of training asks of a model. */
export interface PlanOptions {
  /** Long sequences are cut (fit.truncate): every recurrent layer carries its states from part to part. */
  readonly carryStates?: boolean;
  /** The number of time steps differs from batch to batch (fit.bucketing): it may not become part of a shape. */
  readonly variableTime?: boolean;
}
