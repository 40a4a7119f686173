export { CoordinatorError, type CoordinatorErrorCode } from "./coordinator-error.js";
export { inspectTrainingData, type InspectedData } from "./preparation/inspect-training-data.js";
export {
  startCoordinator,
  type Address,
  type Coordinator,
  type CoordinatorOptions,
} from "./start-coordinator.js";
