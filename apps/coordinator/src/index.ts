export { CoordinatorError, type CoordinatorErrorCode } from "./coordinator-error.js";
export {
  startCoordinator,
  type Address,
  type Coordinator,
  type CoordinatorOptions,
} from "./start-coordinator.js";
