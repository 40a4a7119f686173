import type { OutputMeaning } from "./losses/loss.js";
import { ObjectiveError } from "./objective-error.js";

/** The part of a model's plan that decides how its outputs are read. */
export interface ObjectiveModel {
  /** Shape of one sequence's output. */
  readonly outputShape: readonly number[];
  readonly layers: readonly { readonly spec: { readonly type: string; readonly activation?: string } }[];
}

/**
 * What the last layer's values mean to the loss. Keras goes back to the logits only where the model ends in the sigmoid
 * itself, as in Dense: a recurrent layer's sigmoid is inside its loop, so such outputs are clipped probabilities.
 * @throws ObjectiveError where logits are declared of outputs that already went through an activation.
 */
export function outputMeaning(model: ObjectiveModel, declaredLogits: boolean): OutputMeaning {
  const last = model.layers.at(-1)?.spec;
  if (!declaredLogits)
    return last?.type === "Dense" && last.activation === "sigmoid" ? "logits-of-sigmoid" : "predictions";
  if (last?.activation === "sigmoid") {
    throw new ObjectiveError(
      "wrong-output",
      "loss.fromLogits: expected a last layer without a sigmoid, got activation sigmoid; leave fromLogits out, the loss finds the logits by itself",
    );
  }
  return "logits";
}
