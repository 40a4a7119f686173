export * from "./event-model.js";
export { AnswerError } from "./http-answer.js";
export { createHttpHandler, type HttpHandlerOptions } from "./http-handler.js";
export {
  eventsPath,
  MetricStream,
  type MetricStreamLimits,
  type MetricStreamOptions,
} from "./metric-stream.js";
export { PageFiles } from "./page-files.js";
export { hostPolicy, isLoopback, type HostPolicy } from "./request-policy.js";
export type { AskedAction, RunSource } from "./run-source.js";
export { serveTelemetry, type ServeTelemetryOptions, type TelemetryServer } from "./serve-telemetry.js";
export { TelemetryError, type TelemetryErrorCode } from "./telemetry-error.js";
