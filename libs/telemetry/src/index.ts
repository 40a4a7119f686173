export type {
  Measures,
  RunEvent,
  RunEventBody,
  RunKindName,
  RunOutcome,
  RunSnapshot,
  Snapshot,
  StreamMessage,
  WorkerSnapshot,
} from "./events.js";
export { EventHistory, type EventPage } from "./event-history.js";
export { EventLog, type EventListener, type EventLogOptions, type RestoreOptions } from "./event-log.js";
export type { EventOf, EventStore, RunFilter, StoredRun } from "./event-store.js";
export { createHttpHandler, type HttpHandlerOptions } from "./http-handler.js";
export {
  eventsPath,
  MetricStream,
  type MetricStreamLimits,
  type MetricStreamOptions,
} from "./metric-stream.js";
export { hostPolicy, isLoopback, type HostPolicy } from "./request-policy.js";
export { serveTelemetry, type ServeTelemetryOptions, type TelemetryServer } from "./serve-telemetry.js";
export {
  applyEvent,
  emptySnapshot,
  isFinished,
  maxHistoryEpochs,
  maxSnapshotRuns,
} from "./snapshot-reducer.js";
export { TelemetryError, type TelemetryErrorCode } from "./telemetry-error.js";
