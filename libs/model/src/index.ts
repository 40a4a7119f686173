export {
  gradientFlowLayers,
  gradientFlowLength,
  recurrentIn,
  type GradientFlowLayer,
} from "./gradient-flow-layers.js";
export { initialParameters } from "./initial-parameters.js";
export { kerasSnakeCase } from "./keras-names.js";
export type { UnitForgetBias, WeightInitializer } from "./initializers/weight-initializer.js";
export type { ModelDescription, ModelInput, PlanOptions } from "./model-description.js";
export { ModelError } from "./model-error.js";
export type { LayerPlan, ModelPlan, ParameterPlan, Shape, StatePlan, ValuePlan } from "./model-plan.js";
export { planJob } from "./plan-job.js";
export { planModel } from "./plan-model.js";
export { readsTokens } from "./reads-tokens.js";
export { stepsInBatch } from "./steps-in-batch.js";
export { takesAnyTime } from "./takes-any-time.js";
