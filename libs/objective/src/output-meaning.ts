import type { LossSpec } from "@lockstep/job";
import type { OutputMeaning } from "./losses/loss.js";
import { ObjectiveError } from "./objective-error.js";

/** The part of a model's plan that decides how its outputs are read. */
export interface ObjectiveModel {
  /** Shape of one sequence's output. */
  readonly outputShape: readonly number[];
  /** Whether the first axis of the output is time. Absent: where there is more than one axis. */
  readonly outputTimed?: boolean;
  /** Index of the value that is the output. Absent: the last layer's. */
  readonly output?: number;
  readonly layers: readonly ObjectiveLayer[];
}

export interface ObjectiveLayer {
  readonly spec: { readonly type: string; readonly activation?: string };
  /** Indices of the values that it makes. */
  readonly outputs?: readonly number[];
}

/** The activation from behind which Keras takes the logits, for each loss that wants them. */
const logitActivations: Partial<Record<LossSpec["type"], string>> = {
  binary_crossentropy: "sigmoid",
  categorical_crossentropy: "softmax",
  sparse_categorical_crossentropy: "softmax",
};

/** Layers that end in their activation. A recurrent layer's is inside its loop, a TimeDistributed's behind a reshape. */
const endInActivation: readonly string[] = ["Dense", "Activation", "Conv1D"];

/**
 * What the output's values mean to the loss. Keras goes back to the logits only where the model ends in the activation
 * itself; else the loss gets clipped probabilities. So it does with `ignoreClass`, which puts an operation between.
 * @throws ObjectiveError where logits are declared of outputs that already went through an activation.
 */
export function outputMeaning(model: ObjectiveModel, loss: LossSpec): OutputMeaning {
  const activation = logitActivations[loss.type];
  if (activation === undefined) return "predictions";
  const last = lastLayer(model)?.spec;
  const isBehindActivation = last?.activation === activation;
  if ("fromLogits" in loss && loss.fromLogits) {
    if (!isBehindActivation) return "logits";
    throw new ObjectiveError(
      "wrong-output",
      `loss.fromLogits: expected a last layer without a ${activation}, got activation ${activation}; leave fromLogits out, the loss finds the logits by itself`,
    );
  }
  const ignoresClass = "ignoreClass" in loss;
  if (!isBehindActivation || ignoresClass || !endInActivation.includes(last.type)) return "predictions";
  return activation === "sigmoid" ? "logits-of-sigmoid" : "logits-of-softmax";
}

/** The layer that makes the output. */
function lastLayer({ layers, output }: ObjectiveModel): ObjectiveLayer | undefined {
  if (output === undefined) return layers.at(-1);
  return layers.find(({ outputs }) => outputs?.[0] === output);
}
