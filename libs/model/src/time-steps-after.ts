import { filterSpan } from "./layers/conv-1d.js";
import { LayerMisfit } from "./layers/layer-shapes.js";
import { concatenatesTime } from "./layers/merge.js";
import type { LayerPlan } from "./model-plan.js";

/** The batch's own number of time steps. */
export const ofBatch = "T";

/**
 * How many time steps a layer's output has, as a formula of the batch's own number: `T`, or `T/2` after a stride of 2;
 * of no meaning where it has no time axis. Values that have equally many in every batch have equal formulas.
 * @param inputSteps formulas of the layer's inputs, empty where they have no time axis
 * @throws LayerMisfit where the layer needs the number to be the same in every batch
 */
export function stepsAfter({ spec, inputShape }: LayerPlan, inputSteps: readonly string[]): string {
  const [steps = ""] = inputSteps;
  switch (spec.type) {
    case "Flatten":
    case "Reshape":
      if (inputShape.length === 1) return String(spec.type === "Flatten" ? "" : spec.targetShape[0]);
      throw new LayerMisfit("expected no time axis, as it would fix the number of time steps in a shape");
    case "RepeatVector":
      return String(spec.n);
    case "GlobalAveragePooling1D":
    case "GlobalMaxPooling1D":
      return "1";
    case "Conv1D":
      return windows(filterSpan(spec), spec.strides, spec.padding, steps);
    case "MaxPooling1D":
    case "AveragePooling1D":
      return windows(spec.poolSize, spec.strides ?? spec.poolSize, spec.padding, steps);
    case "Concatenate":
      return concatenatesTime(spec, inputShape) ? `(${inputSteps.join("+")})` : same(inputSteps);
    default:
      return same(inputSteps);
  }
}

/** A batch may be shorter than a window, so only padded windows always exist. */
function windows(span: number, strides: number, padding: string, steps: string): string {
  if (padding === "valid" && span > 1) {
    throw new LayerMisfit(
      `expected padding same or causal, got valid: a batch may have less than ${span} time steps`,
    );
  }
  return strides === 1 ? steps : `${steps}/${strides}`;
}

function same(inputSteps: readonly string[]): string {
  const [first = ""] = inputSteps;
  if (inputSteps.every((steps) => steps === first)) return first;
  throw new LayerMisfit(
    `expected inputs with equally many time steps in every batch, got ${inputSteps.join(", ")}`,
  );
}
