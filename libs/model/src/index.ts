export { initialParameters } from "./initial-parameters.js";
export type { LayerPlan, ModelPlan, ParameterPlan, Shape } from "./model-plan.js";
export type { InitializerName } from "@lockstep/job";
export { ModelError } from "./model-error.js";
export { planModel } from "./plan-model.js";
