export {
  copyStateInSlices,
  initialState,
  type Optimizer,
  type OptimizerState,
  type PlannedUpdate,
} from "./optimizer.js";
export { optimizerOf } from "./optimizer-of.js";
export { parameterPenalty, type ParameterPenalty, type PenalisedVariable } from "./parameter-penalty.js";
export { learningRateOf, type LearningRateSpec } from "./schedules/learning-rate.js";
export type { Variable } from "./variable.js";
