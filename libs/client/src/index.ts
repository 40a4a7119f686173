export {
  connect,
  type Client,
  type ConnectOptions,
  type SavedCheckpoint,
  type Submission,
  type WatchOptions,
} from "./client.js";
export { ClientError, type ClientErrorCode } from "./client-error.js";
export type { RunOverview } from "@lockstep/telemetry/views";
export type { Predictions } from "./predictions.js";
export type { RunState, RunSummary } from "./run-summary.js";
