import { LayerMisfit } from "./layers/layer-shapes.js";
import { concatenatesTime } from "./layers/merge.js";
import type { LayerPlan } from "./model-plan.js";

/**
 * Checks that a layer computes a part of a sequence as it would within the whole, given its states from the part
 * before.
 * @throws LayerMisfit where it looks beyond the part
 */
export function checkSequencePart(layer: LayerPlan): void {
  const reason = reasonAgainstParts(layer);
  if (reason !== undefined)
    throw new LayerMisfit(`expected a layer that can go on in the next part, but ${reason}`);
}

function reasonAgainstParts({ spec, initialStates, inputShape }: LayerPlan): string | undefined {
  if (initialStates.length > 0) return "initialState starts it anew";
  switch (spec.type) {
    case "Bidirectional":
      return "it reads the sequence from its end, too";
    case "SimpleRNN":
    case "LSTM":
    case "GRU":
    case "RNN":
      return spec.goBackwards ? "goBackwards reads the sequence from its end" : undefined;
    case "Conv1D":
      return spec.kernelSize > 1 || spec.strides > 1 ? "its filters see more than one time step" : undefined;
    case "MaxPooling1D":
    case "AveragePooling1D":
    case "GlobalMaxPooling1D":
    case "GlobalAveragePooling1D":
      return "it pools time steps";
    case "Concatenate":
      return concatenatesTime(spec, inputShape) ? "it puts sequences one after another" : undefined;
    case "RepeatVector":
      return "it makes a sequence of its own";
    default:
      return undefined;
  }
}
