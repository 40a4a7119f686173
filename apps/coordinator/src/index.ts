export { CoordinatorError, type CoordinatorErrorCode } from "./coordinator-error.js";
export { interruptedRuns, type InterruptedRun } from "./interrupted-runs.js";
export type { Recovery } from "./open-history.js";
export { inspectTrainingData, type InspectedData } from "./preparation/inspect-training-data.js";
export {
  openRecordedRun,
  type RecordedRun,
  type RecordedRunOptions,
} from "./preparation/open-recorded-run.js";
export type { PreparedRun } from "./prepared-run.js";
export { databasePath } from "./run-folder.js";
export {
  startCoordinator,
  type Address,
  type Coordinator,
  type CoordinatorOptions,
} from "./start-coordinator.js";
