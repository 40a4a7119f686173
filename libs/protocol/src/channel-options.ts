import { logVerbosity, setLogVerbosity, type ChannelOptions } from "@grpc/grpc-js";

// gRPC writes lines of its own to stderr about what comes back as an error anyway.
setLogVerbosity(logVerbosity.NONE);

/** Messages are framed below this; a larger one is a fault of the peer. */
export const maxMessageBytes = 4 * 1024 * 1024;

/** HTTP/2 window of each stream and connection: the default of 64 KiB halves throughput. */
export const flowControlWindowBytes = 16 * 1024 * 1024;

const shared: ChannelOptions = {
  "grpc.max_receive_message_length": maxMessageBytes,
  "grpc.max_send_message_length": maxMessageBytes,
  "grpc-node.flow_control_window": flowControlWindowBytes,
  // Half-open connections are found by pings from both sides.
  "grpc.keepalive_time_ms": 10_000,
  "grpc.keepalive_timeout_ms": 10_000,
  "grpc.keepalive_permit_without_calls": 1,
};

export const serverOptions: ChannelOptions = {
  ...shared,
  "grpc.max_concurrent_streams": 1024,
};

export const clientOptions: ChannelOptions = {
  ...shared,
  // Each connection of its own: a worker that shares a process with others in a test must not share their fate.
  "grpc.use_local_subchannel_pool": 1,
  // Reconnection is the caller's, with back-off that it can tell people about.
  "grpc.initial_reconnect_backoff_ms": 100,
  "grpc.max_reconnect_backoff_ms": 1_000,
  "grpc.enable_retries": 0,
};
