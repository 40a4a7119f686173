export { checkInputs, checkParameters, checkTargets } from "./array-checks.js";
export { BackendError, UnsupportedModelError, type BackendErrorCode } from "./backend-error.js";
export { dropoutMask, type DropoutMaskKey } from "./dropout-mask.js";
export type {
  BackendName,
  BatchRandomness,
  Evaluation,
  GradientBackend,
  MicroBatch,
  MicroBatchSums,
  NonFinitePlace,
  Prediction,
  PreparedModel,
} from "./gradient-backend.js";
export type { MicroBatchRange, RangeModel, RangeResult } from "./range-model.js";
