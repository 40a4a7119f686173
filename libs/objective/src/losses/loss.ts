/** What each target value must be. */
export interface TargetRule {
  /** For people: "a class number from 0 to 3". */
  readonly expected: string;
  holds(target: number): boolean;
}

/** A loss over one entry, a vector along the last axis of the outputs, in float64. Keras's reduction over entries (the mean) is left to whoever sums them. */
export interface Loss {
  /** Target values for each entry. */
  readonly targetWidth: number;
  /** Absent: any number will do. */
  readonly targetRule?: TargetRule;
  /** Entries with this target count for nothing. */
  readonly ignoredTarget?: number;
  /**
   * Loss of entry number `at` of many that stand one after the other. Where `gradient` is given, writes
   * weight * d(loss)/d(outputs) to the entry's places in it, rounded to float32.
   */
  entry(
    outputs: Float32Array,
    targets: Float32Array,
    at: number,
    weight: number,
    gradient?: Float32Array,
  ): number;
}

/** What the outputs of the last layer mean to a loss. */
export type OutputMeaning =
  /** Values before a sigmoid that the model applies: the loss wants these, predictions are their sigmoid. */
  | "logits-of-sigmoid"
  /** Values before a softmax that the model applies along the last axis: predictions are their softmax. */
  | "logits-of-softmax"
  /** Raw values that the user declared logits (`fromLogits: true`): predictions are the logits themselves. */
  | "logits"
  /** The model's predictions as they are. */
  | "predictions";

/** What a loss is made for. */
export interface LossSetting {
  /** Values of an entry of the outputs. */
  readonly width: number;
  /** Whether the outputs are logits, not probabilities. */
  readonly isLogits: boolean;
}

/** Makes a loss from its options in the job. */
export type LossFactory<Spec> = (spec: Spec, setting: LossSetting) => Loss;
