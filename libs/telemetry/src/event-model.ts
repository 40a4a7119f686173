/** Events and what is made of them: nothing here serves, or imports what does. */
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
export type { EventOf, EventStore, NotableFilter, RunFilter, SeriesQuery, StoredRun } from "./event-store.js";
export {
  applyEvent,
  emptySnapshot,
  isFinished,
  maxHistoryEpochs,
  maxSnapshotRuns,
} from "./snapshot-reducer.js";
