import { parseLayers } from "@lockstep/job";
import type { PlanOptions } from "../model-description.js";
import type { ModelPlan, Shape } from "../model-plan.js";
import { planModel } from "../plan-model.js";

/** What a test says of a model beside its layers. */
export interface PlanSetting extends PlanOptions {
  readonly inputs?: readonly { readonly name: string; readonly shape?: readonly number[] }[];
  readonly output?: string;
}

/** Plans layers as a job file has them. */
export function planOf(
  layers: readonly object[],
  inputShapes: Shape | readonly Shape[],
  { inputs, output, ...options }: PlanSetting = {},
): ModelPlan {
  const model = {
    layers: parseLayers(layers),
    ...(inputs !== undefined && { inputs }),
    ...(output !== undefined && { output }),
  };
  return planModel(model, inputShapes, options);
}

/** Parameters as `path/name` and shape, in order. */
export function weightsOf(plan: ModelPlan): [string, Shape][] {
  return plan.parameters.map(({ layer, name, shape }) => [`${layer}/${name}`, shape]);
}
