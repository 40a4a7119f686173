import type { Measures } from "@lockstep/telemetry";
import type { PlainReader } from "../plain-reader.js";
import type { PlainData } from "../resume-point.js";

/** What a callback sees at the end of an epoch, after its validation. */
export interface EpochEnd {
  /** From 0. */
  readonly epoch: number;
  /** Loss and metrics of training and, with the prefix `val_`, of validation; and what callbacks before it added. */
  readonly measures: Measures;
  /** They do not change afterwards. */
  readonly parameters: Float32Array;
  /** Of the epoch's last step. */
  readonly learningRate: number;
}

/** What a callback wants done. */
export interface CallbackWish {
  /** The run takes no further step. */
  readonly endTraining?: true;
  /** Of all further steps. */
  readonly learningRate?: number;
  /** The parameters are the best so far: save them. */
  readonly saveBest?: true;
  /** Added to the epoch's measures. */
  readonly measures?: Measures;
  /** A line for people. */
  readonly text?: string;
}

/** Watches a run from epoch to epoch, and knows nothing of it but what it is told. */
export interface Callback {
  readonly type: string;
  epochEnded(end: EpochEnd): CallbackWish;
  /** Parameters that training shall leave in place of its last; undefined: none. */
  readonly restored?: Float32Array | undefined;
  /** All that it remembers but for `restored`. */
  readonly plain: PlainData;
  /**
   * Goes on as the callback did that gave these.
   * @throws RangeError where `plain` is not what it gives, naming the field
   */
  remember(plain: PlainReader, restored: Float32Array | undefined): void;
}
