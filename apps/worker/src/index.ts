export {
  backendNames,
  openBackend,
  probeBackends,
  type BackendChoice,
  type UsableBackendName,
} from "./backend-choice.js";
export { computeRange, type RunModel } from "./slots/compute-range.js";
export type { RangeTask } from "./slots/range-task.js";
export { SlotPool } from "./slots/slot-pool.js";
export type { TaskOutcome } from "./slots/slot.js";
export {
  prepareEnvironment,
  startWorker,
  type RunningWorker,
  type WorkerEnd,
  type WorkerOptions,
} from "./start-worker.js";
