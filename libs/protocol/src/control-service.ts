import type { ServiceDefinition } from "@grpc/grpc-js";
import { lockstep } from "../generated/lockstep.js";
import { methodsOf } from "./service-method.js";

const v1 = lockstep.v1;
const method = methodsOf("lockstep.v1.Control");

/** The Control service: what clients ask of the coordinator. */
export const controlService = {
  submit: method("Submit", v1.SubmitRequest, v1.SubmitResponse),
  listRuns: method("ListRuns", v1.ListRunsRequest, v1.ListRunsResponse),
  watch: method("Watch", v1.WatchRequest, v1.WatchEvent, true),
  overview: method("Overview", v1.OverviewRequest, v1.OverviewResponse),
  stop: method("Stop", v1.StopRequest, v1.StopResponse),
  pause: method("Pause", v1.PauseRequest, v1.PauseResponse),
  resume: method("Resume", v1.ResumeRequest, v1.ResumeResponse),
  checkpoint: method("Checkpoint", v1.CheckpointRequest, v1.CheckpointResponse),
  drain: method("Drain", v1.DrainRequest, v1.DrainResponse),
  predictions: method("Predictions", v1.PredictionsRequest, v1.PredictionsResponse, true),
} as const satisfies ServiceDefinition;

export type SubmitRequest = lockstep.v1.SubmitRequest.$Properties;
export type SubmitResponse = lockstep.v1.SubmitResponse.$Properties;
export type ListRunsRequest = lockstep.v1.ListRunsRequest.$Properties;
export type ListRunsResponse = lockstep.v1.ListRunsResponse.$Properties;
export type RunSummary = lockstep.v1.RunSummary.$Properties;
export type WatchRequest = lockstep.v1.WatchRequest.$Properties;
export type WatchEvent = lockstep.v1.WatchEvent.$Properties;
export type OverviewRequest = lockstep.v1.OverviewRequest.$Properties;
export type OverviewResponse = lockstep.v1.OverviewResponse.$Properties;
export type StopRequest = lockstep.v1.StopRequest.$Properties;
export type StopResponse = lockstep.v1.StopResponse.$Properties;
export type PauseRequest = lockstep.v1.PauseRequest.$Properties;
export type PauseResponse = lockstep.v1.PauseResponse.$Properties;
export type ResumeRequest = lockstep.v1.ResumeRequest.$Properties;
export type ResumeResponse = lockstep.v1.ResumeResponse.$Properties;
export type CheckpointRequest = lockstep.v1.CheckpointRequest.$Properties;
export type CheckpointResponse = lockstep.v1.CheckpointResponse.$Properties;
export type DrainRequest = lockstep.v1.DrainRequest.$Properties;
export type DrainResponse = lockstep.v1.DrainResponse.$Properties;
export type PredictionsRequest = lockstep.v1.PredictionsRequest.$Properties;
export type PredictionsResponse = lockstep.v1.PredictionsResponse.$Properties;
export const RunKind = v1.RunKind;
