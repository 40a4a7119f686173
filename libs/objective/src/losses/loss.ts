/**
 * A loss over one entry: the vector along the last axis of the outputs, `width` values from index `start`. Values are
 * float64. Keras's reduction over entries (the mean) is left to whoever sums them.
 */
export interface Loss {
  /** Loss of the entry, averaged over its `width` values as Keras averages over the last axis. */
  value(outputs: Float32Array, targets: Float32Array, start: number, width: number): number;
  /** Writes d(value)/d(outputs) of the entry to the same places of `gradient`, rounded to float32. */
  differentiate(
    outputs: Float32Array,
    targets: Float32Array,
    start: number,
    width: number,
    gradient: Float32Array,
  ): void;
}

/** What the outputs of the last layer mean to a loss. */
export type OutputMeaning =
  /** Values before a sigmoid that the model applies: the loss wants these, predictions are their sigmoid. */
  | "logits-of-sigmoid"
  /** Raw values that the user declared logits (`fromLogits: true`): predictions are the logits themselves. */
  | "logits"
  /** The model's predictions as they are. */
  | "predictions";

/** Makes a loss for outputs of the given meaning. */
export type LossFactory = (meaning: OutputMeaning) => Loss;
