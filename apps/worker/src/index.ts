export {
  backendNames,
  openBackend,
  probeBackends,
  type BackendChoice,
  type UsableBackendName,
} from "./backend-choice.js";
export { computeRange } from "./slots/compute-range.js";
export { SlotPool, type RangeTask } from "./slots/slot-pool.js";
export type { TaskOutcome } from "./slots/slot.js";
export {
  prepareEnvironment,
  startWorker,
  type RunningWorker,
  type WorkerEnd,
  type WorkerOptions,
} from "./start-worker.js";
