import type { handleBidiStreamingCall, MethodDefinition, ServiceDefinition } from "@grpc/grpc-js";

const asBuffer = (bytes: Uint8Array): Buffer => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
const asBytes = (bytes: Buffer): Uint8Array => bytes;

const work: MethodDefinition<Uint8Array, Uint8Array> = {
  path: "/lockstep.v1.Cluster/Work",
  requestStream: true,
  responseStream: true,
  requestSerialize: asBuffer,
  requestDeserialize: asBytes,
  responseSerialize: asBuffer,
  responseDeserialize: asBytes,
};

/**
 * The Cluster service. Bytes pass through gRPC as they are: messages are decoded by a FramedStream, whose errors name
 * the field instead of ending the call with gRPC's own.
 */
export const clusterService = { work } as const satisfies ServiceDefinition;

export interface ClusterImplementation {
  work: handleBidiStreamingCall<Uint8Array, Uint8Array>;
}
