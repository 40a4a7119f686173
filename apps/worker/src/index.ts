export { backendNames, openBackend, type BackendChoice, type UsableBackendName } from "./backend-choice.js";
export { openPredictor, type ModelToPredict, type Predictor } from "./open-predictor.js";
export { probeBackends, type BackendProbe } from "./probe-backends.js";
export { computeRange, type RunModel } from "./slots/compute-range.js";
export type { RangeTask } from "./slots/range-task.js";
export { SlotPool } from "./slots/slot-pool.js";
export type { TaskOutcome } from "./slots/slot.js";
export { prepareEnvironment } from "./prepare-environment.js";
export { startWorker, type RunningWorker, type WorkerEnd, type WorkerOptions } from "./start-worker.js";
