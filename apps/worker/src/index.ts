export {
  backendNames,
  openBackend,
  probeBackends,
  type BackendChoice,
  type UsableBackendName,
} from "./backend-choice.js";
export { computeRange } from "./slots/compute-range.js";
export { SlotPool } from "./slots/slot-pool.js";
export { startWorker, type RunningWorker, type WorkerEnd, type WorkerOptions } from "./start-worker.js";
