import { filterSpan } from "./layers/conv-1d.js";
import { concatenatesTime } from "./layers/merge.js";
import { windowCount } from "./layers/window-count.js";
import type { LayerPlan, ModelPlan } from "./model-plan.js";

/**
 * Time steps of each of plan.values in a batch, 1 where a value has no time axis.
 * @param timeSteps of the batch's sequences; absent: the plan's
 */
export function stepsInBatch(plan: ModelPlan, timeSteps?: number): number[] {
  const planned = plan.values.map(({ shape, timed }) => (timed ? (shape[0] ?? 1) : 1));
  if (timeSteps === undefined) return planned;
  const steps = planned.slice();
  plan.inputs.forEach((_, input) => {
    if (plan.values[input]?.timed === true) steps[input] = timeSteps;
  });
  for (const layer of plan.layers) {
    const after = stepsAfterLayer(
      layer,
      layer.inputs.map((input) => steps[input] ?? 1),
    );
    if (after === undefined) continue;
    for (const output of layer.outputs) if (plan.values[output]?.timed === true) steps[output] = after;
  }
  return steps;
}

/** Undefined: as many as in the plan, in every batch. */
function stepsAfterLayer({ spec, inputShape }: LayerPlan, inputs: readonly number[]): number | undefined {
  const [steps = 1] = inputs;
  switch (spec.type) {
    case "Flatten":
    case "Reshape":
    case "RepeatVector":
    case "GlobalAveragePooling1D":
    case "GlobalMaxPooling1D":
      return undefined;
    case "Conv1D": {
      const { strides, padding } = spec;
      return windowCount({ span: filterSpan(spec), strides, padding }, [steps]);
    }
    case "MaxPooling1D":
    case "AveragePooling1D": {
      const { poolSize, strides = poolSize, padding } = spec;
      return windowCount({ span: poolSize, strides, padding }, [steps]);
    }
    case "Concatenate":
      return concatenatesTime(spec, inputShape) ? inputs.reduce((sum, one) => sum + one, 0) : steps;
    default:
      return steps;
  }
}
