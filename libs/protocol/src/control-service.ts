import type { MethodDefinition, ServiceDefinition } from "@grpc/grpc-js";
import { lockstep } from "../generated/lockstep.js";

interface MessageType<Properties, Message> {
  encode(message: Properties): { finish(): Uint8Array };
  decode(bytes: Uint8Array): Message;
}

function method<
  RequestProperties,
  Request extends RequestProperties,
  ResponseProperties,
  Response extends ResponseProperties,
>(
  name: string,
  request: MessageType<RequestProperties, Request>,
  response: MessageType<ResponseProperties, Response>,
  responseStream = false,
): MethodDefinition<RequestProperties, ResponseProperties> {
  return {
    path: `/lockstep.v1.Control/${name}`,
    requestStream: false,
    responseStream,
    requestSerialize: (message) => Buffer.from(request.encode(message).finish()),
    requestDeserialize: (bytes) => request.decode(bytes),
    responseSerialize: (message) => Buffer.from(response.encode(message).finish()),
    responseDeserialize: (bytes) => response.decode(bytes),
  };
}

const v1 = lockstep.v1;

/** The Control service: what clients ask of the coordinator. */
export const controlService = {
  submit: method("Submit", v1.SubmitRequest, v1.SubmitResponse),
  listRuns: method("ListRuns", v1.ListRunsRequest, v1.ListRunsResponse),
  watch: method("Watch", v1.WatchRequest, v1.WatchEvent, true),
  stop: method("Stop", v1.StopRequest, v1.StopResponse),
  predictions: method("Predictions", v1.PredictionsRequest, v1.PredictionsResponse, true),
} as const satisfies ServiceDefinition;

export type SubmitRequest = lockstep.v1.SubmitRequest.$Properties;
export type SubmitResponse = lockstep.v1.SubmitResponse.$Properties;
export type ListRunsRequest = lockstep.v1.ListRunsRequest.$Properties;
export type ListRunsResponse = lockstep.v1.ListRunsResponse.$Properties;
export type RunSummary = lockstep.v1.RunSummary.$Properties;
export type WatchRequest = lockstep.v1.WatchRequest.$Properties;
export type WatchEvent = lockstep.v1.WatchEvent.$Properties;
export type StopRequest = lockstep.v1.StopRequest.$Properties;
export type StopResponse = lockstep.v1.StopResponse.$Properties;
export type PredictionsRequest = lockstep.v1.PredictionsRequest.$Properties;
export type PredictionsResponse = lockstep.v1.PredictionsResponse.$Properties;
export const RunKind = v1.RunKind;
