export {
  differentiateActivation,
  evaluateActivation,
  float64Activation,
  float64ActivationNames,
  type ActivationDerivative,
  type Float64Activation,
  type Float64ActivationName,
  type RowActivation,
  type ScalarActivation,
} from "./activations/float64-activation.js";
export { checkInputs, checkParameters, checkTargets } from "./array-checks.js";
export { BackendError, UnsupportedModelError, type BackendErrorCode } from "./backend-error.js";
export { dropoutMask, type DropoutMaskKey } from "./dropout-mask.js";
export type {
  BackendName,
  BatchRandomness,
  Evaluation,
  GradientBackend,
  GradientOptions,
  MicroBatch,
  MicroBatchSums,
  NonFinitePlace,
  Prediction,
  PreparedModel,
} from "./gradient-backend.js";
export { withGradientFlow } from "./gradient-flow.js";
export { sequenceCount, type MicroBatchRange, type RangeModel, type RangeResult } from "./range-model.js";
