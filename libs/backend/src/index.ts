export { checkInputs, checkParameters, checkTargets } from "./array-checks.js";
export { BackendError, UnsupportedModelError, type BackendErrorCode } from "./backend-error.js";
export type {
  BackendName,
  GradientBackend,
  MicroBatch,
  MicroBatchSums,
  PreparedModel,
} from "./gradient-backend.js";
